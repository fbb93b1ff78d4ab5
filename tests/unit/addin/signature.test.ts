import { describe, expect, it } from 'vitest'
import { parseSignature } from '../../../addin/features/add-contact/signature.ts'

describe('signature', () => {
  it.each([
    ['mueller-maschinenbau', 'Müller Maschinenbau GmbH'],
    ['acme', 'Acme Industries Ltd'],
    ['lumiere', 'Lumière SAS'],
    ['muellerm', ''],
  ])('spells the company of the domain %s', (domainName, company) => {
    const text = `Regards\nAnn\n${company || 'Someone Else Ltd'} | Leeds\nwww.${domainName}.example`
    expect(parseSignature(text, 'Ann', domainName).company).toBe(company)
  })

  it('reads an English signature with labels', () => {
    const text = `Hi Maya,

Thursday works for us. Could you send the agenda to my colleague, the project manager, as well?

Kind regards,

Ann Smith
Head of Procurement
Acme Industries Ltd
12 Mill Lane, Leeds LS1 4AB
T: +44 113 496 0101
M: +44 7700 900123
F: +44 113 496 0199
www.acme.example`
    expect(parseSignature(text, 'Ann Smith')).toEqual({
      jobTitle: 'Head of Procurement',
      company: '',
      phone: '+44 113 496 0101',
      mobile: '+44 7700 900123',
    })
  })

  it('reads an American one on few lines, with the extension', () => {
    const text = `See you there.

Best,
Bob
--
Bob Jones | VP Sales, North America | Contoso Inc.
Office (425) 555-0142 x 301 | Cell 425.555.0199`
    expect(parseSignature(text, 'Bob Jones')).toEqual({
      jobTitle: 'VP Sales, North America',
      company: '',
      phone: '(425) 555-0142 x 301',
      mobile: '425.555.0199',
    })
  })

  it('reads a German one and leaves fax, register and tax numbers alone', () => {
    const text = `Guten Tag Frau Keller,

anbei das Angebot Nr. 4711-2026.

Mit freundlichen Grüßen
Dr. Jürgen Weiß
Leiter Einkauf

Müller Maschinenbau GmbH
Industriestraße 7
70565 Stuttgart

Telefon: +49 711 5550-120
Telefax: +49 711 5550-121
Mobil: 0171 5550123
j.weiss@mueller-maschinenbau.example

Registergericht: Amtsgericht Stuttgart HRB 123456
Geschäftsführer: Karl Müller
USt-IdNr.: DE 123456789`
    expect(parseSignature(text, 'Weiß, Jürgen')).toEqual({
      jobTitle: 'Leiter Einkauf',
      company: '',
      phone: '+49 711 5550-120',
      mobile: '0171 5550123',
    })
  })

  it('reads a German one whose title is one compound word', () => {
    const text = 'Passt.\n\nViele Grüße\nSabine Hofer\nVertriebsleiterin Süd\nTel. 089 / 555 01 77'
    expect(parseSignature(text)).toEqual({
      jobTitle: 'Vertriebsleiterin Süd',
      company: '',
      phone: '089 / 555 01 77',
      mobile: '',
    })
  })

  it('reads a French one', () => {
    const text = `Bonjour,

Merci pour votre retour.

Bien cordialement,

Hélène Dupont
Responsable des achats
Société Lumière SAS
Tél. : 04 78 55 01 02
Portable : 06 28 23 04 55`
    expect(parseSignature(text, 'DUPONT Hélène')).toEqual({
      jobTitle: 'Responsable des achats',
      company: '',
      phone: '04 78 55 01 02',
      mobile: '06 28 23 04 55',
    })
  })

  it('reads a Spanish one', () => {
    const text = `Hola, María:

Te confirmo la reunión del lunes.

Un saludo,

José Luis Pérez
Director Comercial
Cerámicas del Sur S.L.
Tfno: 954 55 01 02
Móvil: +34 600 123 456`
    expect(parseSignature(text)).toEqual({
      jobTitle: 'Director Comercial',
      company: '',
      phone: '954 55 01 02',
      mobile: '+34 600 123 456',
    })
  })

  it.each([
    ['Outlook in English', '________________________________\nFrom: Carl Other <carl@other.example>'],
    ['Outlook in German', 'Von: Carl Other <carl@other.example>\nGesendet: Montag'],
    ['Gmail in French', 'Le lun. 12 oct. 2026 à 09:12, Carl Other <carl@other.example> a écrit :'],
    ['Gmail in Spanish', 'El lun, 12 oct 2026 a las 9:12, Carl Other (<carl@other.example>) escribió:'],
    ['a plain mailer', '> Carl'],
  ])('takes nothing from a quoted mail: %s', (_, start) => {
    const text = `Thanks, all clear.\n\n${start}\n\nKind regards\nCarl Other\nManaging Director\nPhone: +1 425 555 0100`
    expect(parseSignature(text)).toEqual({ jobTitle: '', company: '', phone: '', mobile: '' })
  })

  it('does not take a sentence, a date or an order number for what it is not', () => {
    const text = `Hello,

our managing director will join on 12.10.2026. The order number is 4500 123 456.

Thanks
Ida`
    expect(parseSignature(text, 'Ida Berg')).toEqual({ jobTitle: '', company: '', phone: '', mobile: '' })
  })

  it('finds title and number on the line of the name, without any greeting', () => {
    expect(parseSignature('Ok for me\nIda Berg, CTO\n+47 22 55 01 02', 'Ida Berg')).toEqual({
      jobTitle: 'CTO',
      company: '',
      phone: '+47 22 55 01 02',
      mobile: '',
    })
  })

  it('is quick on a hostile body', () => {
    const started = performance.now()
    parseSignature(`${'1 '.repeat(50_000)}\n${'a'.repeat(50_000)}\n${'(1-'.repeat(20_000)}`)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

import { describe, expect, it } from 'vitest'
import { columnFacts } from '../../../../server/import/column-facts.ts'
import { countryFrom } from '../../../../server/import/countries.ts'
import { splitFullName } from '../../../../server/import/full-name.ts'
import { targetOfHeader } from '../../../../server/import/headers.ts'
import { proposeMapping } from '../../../../server/import/propose-mapping.ts'
import { isAmbiguous, possibleOrders, readDate } from '../../../../server/import/read-date.ts'
import { CardReader, cardColumns } from '../../../../server/import/vcard-records.ts'

describe('values of files', () => {
  it('IM-06 reads dates as people and programs write them', () => {
    const day = (text: string, order: 'ymd' | 'dmy' | 'mdy' = 'dmy') => readDate(text, order)?.day ?? null
    expect(day('2024-05-01')).toBe('2024-05-01')
    expect(day('03/04/2026', 'dmy')).toBe('2026-04-03')
    expect(day('03/04/2026', 'mdy')).toBe('2026-03-04')
    expect(day('1.2.26')).toBe('2026-02-01')
    expect(day('12 Mar 2024')).toBe('2024-03-12')
    expect(day('March 5th, 2024')).toBe('2024-03-05')
    expect(day('5. Mai 2024')).toBe('2024-05-05')
    expect(day('3 août 2021')).toBe('2021-08-03')
    expect(day('7 de enero de 2020')).toBe('2020-01-07')
    expect(day('20240501')).toBe('2024-05-01')
    expect(readDate('2016-04-18 13:51:14', 'ymd')?.at.toISOString()).toBe('2016-04-18T13:51:14.000Z')
    expect(readDate('2024-05-01T09:00:00+02:00', 'ymd')?.at.toISOString()).toBe('2024-05-01T07:00:00.000Z')
    expect(readDate('5/1/2024 9:05 PM', 'mdy')?.at.toISOString()).toBe('2024-05-01T21:05:00.000Z')
    for (const none of ['31.02.2024', '--12-09', '04/09', 'soon', '2024-13-01', '']) expect(day(none)).toBeNull()
  })

  it('IM-06 asks only where the data do not tell, whatever else stands in the column', () => {
    expect(isAmbiguous(['03/04/2025', '05/06/2025'])).toBe(true)
    expect(isAmbiguous(['03/04/2025', '99/99/2025'])).toBe(true)
    expect(isAmbiguous(['03/04/2025', '25/06/2025'])).toBe(false)
    expect(possibleOrders(['03/25/2025', '01/02/2025'])).toEqual(['mdy'])
    expect(isAmbiguous(['2025-03-04', '5 May 2025', '04/04/2025'])).toBe(false)
  })

  it('splits whole names with care, and loses nothing', () => {
    const split = (name: string) => Object.values(splitFullName(name))
    expect(split('Ada Lovelace')).toEqual(['Ada', 'Lovelace'])
    expect(split('Lovelace, Ada')).toEqual(['Ada', 'Lovelace'])
    expect(split('Dr. Jan van der Berg')).toEqual(['Jan', 'van der Berg'])
    expect(split('María de la Cruz')).toEqual(['María', 'de la Cruz'])
    expect(split('Prof. Dr. Müller')).toEqual(['Müller', null])
    expect(split('Martin Luther King Jr.')).toEqual(['Martin Luther', 'King'])
    expect(split('山田太郎')).toEqual([null, '山田太郎'])
    expect(split('Cher')).toEqual(['Cher', null])
  })

  it('knows countries by name in several languages, and by code', () => {
    for (const [text, code] of Object.entries({
      Germany: 'DE',
      Deutschland: 'DE',
      Allemagne: 'DE',
      Alemania: 'DE',
      de: 'DE',
      USA: 'US',
      UK: 'GB',
      日本: 'JP',
      'Côte d’Ivoire': 'CI',
    }))
      expect(countryFrom(text), text).toBe(code)
    expect(countryFrom('Atlantis')).toBeNull()
    expect(countryFrom('ZZ')).toBeNull()
  })

  it('IM-05 knows headers in the languages of the product', () => {
    for (const [header, target] of Object.entries({
      'E-Mail': 'email',
      Courriel: 'email',
      correo: 'email',
      メール: 'email',
      'E-Mail-Adresse': 'email',
      Vorname: 'firstName',
      Prénom: 'firstName',
      Nachname: 'lastName',
      Apellidos: 'lastName',
      Firma: 'company',
      Société: 'company',
      Empresa: 'company',
      Handy: 'mobile',
      Portable: 'mobile',
      Móvil: 'mobile',
      'Telefon geschäftlich': 'phone',
      Teléfono: 'phone',
      Abteilung: 'department',
      Land: 'country',
      Pays: 'country',
      País: 'country',
      Schlagwörter: 'tags',
      étiquettes: 'tags',
      Notizen: 'note',
      Rechtsgrundlage: 'consent.basis',
      Abgemeldet: 'consent.optedOut',
    }))
      expect(targetOfHeader(header), header).toBe(target)
  })

  it('IM-03 recognises what a spreadsheet did to numbers', () => {
    const rows = ['4.91E+11', '4.92E+11', '4.93E+11'].map((cell, row) => [cell, `4510${row}`, `17012345${row}${row}`])
    expect(columnFacts(['Phone', 'Birthday', 'Mobile'], rows).map(({ damage }) => damage)).toEqual([
      ['scientific_number'],
      ['date_serial'],
      ['lost_zeros'],
    ])
  })

  const known: [string, string, Record<string, string>][] = [
    [
      'HubSpot',
      'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Create Date,Associated Company',
      { 'Record ID': 'new', 'Associated Company': 'company', 'Create Date': 'createdAt' },
    ],
    [
      'Salesforce',
      'Id,IsDeleted,LastName,FirstName,Name,MailingCountry,Email,Title,OwnerId,HasOptedOutOfEmail',
      { IsDeleted: 'deleted', Name: 'ignore', Title: 'jobTitle', HasOptedOutOfEmail: 'consent.optedOut' },
    ],
    [
      'Mailchimp',
      'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,LEID,TAGS',
      { CONFIRM_TIME: 'consent.confirmedAt', TAGS: 'tags' },
    ],
    [
      'Zoho',
      'Record Id,Contact Owner,First Name,Last Name,Account Name,Email,Email Opt Out,Mobile',
      { 'Account Name': 'company', 'Email Opt Out': 'consent.optedOut', Mobile: 'mobile' },
    ],
    [
      'Pipedrive',
      'Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work,Person - Owner',
      { 'Person - Name': 'fullName', 'Person - Organization': 'company', 'Person - Owner': 'owner' },
    ],
    [
      'LinkedIn',
      'First Name,Last Name,URL,Email Address,Company,Position,Connected On',
      { URL: 'linkedin', Position: 'jobTitle' },
    ],
    [
      'Outlook',
      'Title,First Name,Last Name,Company,E-mail Address,E-mail Type,E-mail 2 Address,Business Phone,Mobile Phone',
      { Title: 'ignore', 'E-mail 2 Address': 'aliases', 'Business Phone': 'phone' },
    ],
    [
      'Google',
      'First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Organization Name',
      { Labels: 'tags', 'Organization Name': 'company', 'Phone 1 - Value': 'phone' },
    ],
    [
      'Throughline',
      'ID,First name,Last name,Email,Other emails,Lead score,Consent status,Created,Last contacted',
      { ID: 'id', 'Other emails': 'aliases', 'Lead score': 'ignore', Created: 'createdAt', 'Last contacted': 'ignore' },
    ],
  ]
  it.each(known)('maps the export of %s by itself', (name, header, expected) => {
    const headers = header.split(',')
    const columns = columnFacts(headers, [headers.map(() => 'x')])
    const { mapping, knownAs } = proposeMapping(columns, [], true)
    expect(knownAs).toBe(name)
    for (const [column, target] of Object.entries(expected))
      expect(mapping.columns[headers.indexOf(column)]?.target, column).toBe(target)
  })

  it('takes the column that holds something, and never two for one place', () => {
    const columns = columnFacts(['Email', 'E-Mail', 'Telefon', 'Handy'], [['', 'a@x.example', '1234567', '']])
    expect(proposeMapping(columns, [], false).mapping.columns.map(({ target }) => target)).toEqual([
      'ignore',
      'email',
      'phone',
      'mobile',
    ])
  })

  it('reads vCards of every version, cut anywhere', () => {
    const text =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;King;;\r\nFN:Ada Lovelace\r\nORG:Engines\\, Ltd;Research\r\nitem1.EMAIL;type=INTERNET;type=WORK:ada@engi\r\n nes.example\r\nEMAIL;type=pref:ada@home.example\r\nTEL;type=CELL:+44 7700 900123\r\nTEL;type=WORK:+44 20 7946 0123\r\nNOTE:First\\nsecond\r\nCATEGORIES:VIP,Maths\r\nPHOTO;ENCODING=b:AAAA\r\n BBBB\r\nEND:VCARD\r\n' +
      'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg\nTEL;HOME:030 1234567\nEND:VCARD\nBEGIN:VCARD\nFN:Never ends\n'
    const whole = new CardReader()
    const records = [...whole.read(text), ...whole.end()]
    const of = (row: number, column: (typeof cardColumns)[number]) => records[row]?.cells[cardColumns.indexOf(column)]
    expect(records).toHaveLength(3)
    expect([of(0, 'First Name'), of(0, 'Last Name'), of(0, 'Company'), of(0, 'Department')]).toEqual([
      'Ada King',
      'Lovelace',
      'Engines, Ltd',
      'Research',
    ])
    expect(of(0, 'Email')).toBe('ada@home.example; ada@engines.example')
    expect([of(0, 'Phone'), of(0, 'Mobile'), of(0, 'Notes'), of(0, 'Categories')]).toEqual([
      '+44 20 7946 0123',
      '+44 7700 900123',
      'First\nsecond',
      'VIP; Maths',
    ])
    expect([of(1, 'First Name'), of(1, 'Last Name'), of(1, 'Phone')]).toEqual(['Jörg', 'Müller', '030 1234567'])
    expect(records[2]?.fault).toBe('unclosed_card')
    const cut = new CardReader()
    const again = [...text].flatMap((letter) => cut.read(letter))
    expect([...again, ...cut.end()]).toEqual(records)
  })
})

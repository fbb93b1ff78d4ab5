import { describe, expect, it } from 'vitest'
import { columnFacts } from '../../../../server/import/column-facts.ts'
import { countryFrom } from '../../../../server/import/countries.ts'
import { detectDialect } from '../../../../server/import/detect-csv.ts'
import { splitFullName } from '../../../../server/import/full-name.ts'
import { targetOfHeader } from '../../../../server/import/headers.ts'
import { rowMapper } from '../../../../server/import/map-row.ts'
import { proposeMapping } from '../../../../server/import/propose-mapping.ts'
import { isAmbiguous, possibleOrders, readDate } from '../../../../server/import/read-date.ts'
import { type ColumnMapping, Mapping } from '../../../../server/import/schema.ts'
import { tagNames } from '../../../../server/import/tag-names.ts'
import { CardReader, cardColumns } from '../../../../server/import/vcard-records.ts'
import { joinList } from '../../../../server/platform/lists.ts'
import { secretsFrom } from '../../../../server/platform/secrets.ts'

/** A row as it is read when its columns go to these places. */
function mapped(targets: readonly (string | ColumnMapping)[], cells: string[]) {
  const columns = targets.map((one) => (typeof one === 'string' ? { target: one } : one))
  const map = rowMapper({
    mapping: Mapping.parse({ columns }),
    columns: columnFacts(null, [cells]),
    format: 'csv',
    fields: [],
    headers: [],
    userId: () => null,
    secrets: secretsFrom('a key for tests'),
  })
  return map({ row: 1, line: 2, cells })
}

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

  const ID = '0193a000-0000-7000-8000-000000000001'
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
      'Outlook',
      'Titre,Prénom,Nom,Titre,Pays/Région (bureau),Télécopie (bureau),Téléphone (bureau),Adresse de messagerie,Type de messagerie,Responsable',
      { 'Pays/Région (bureau)': 'country', 'Télécopie (bureau)': 'ignore', Responsable: 'ignore' },
    ],
    [
      'Outlook',
      'Título,Nombre,Apellidos,Puesto,País o región del trabajo,Teléfono del trabajo,Dirección de correo electrónico,Tipo de correo electrónico',
      { Título: 'ignore', Puesto: 'jobTitle', 'País o región del trabajo': 'country' },
    ],
    [
      'Outlook',
      'First Name,Last Name,Title,E-mail Address,Home Phone,Business Phone,Job Title,Business Country/Region',
      { Title: 'ignore', 'Home Phone': 'note', 'Business Phone': 'phone', 'Business Country/Region': 'country' },
    ],
    [
      'HubSpot',
      'Record ID,First Name,Last Name,Email,Create Date (GMT+1),Legal basis for processing contact’s data',
      { 'Create Date (GMT+1)': 'createdAt', 'Legal basis for processing contact’s data': 'consent.basis' },
    ],
    [
      'HubSpot',
      'Datensatz-ID,Vorname,Nachname,E-Mail,Zuständiger Mitarbeiter,Erstellungsdatum,Zugeordnetes Unternehmen,Von allen E-Mails abgemeldet',
      {
        'Datensatz-ID': 'new',
        'Zuständiger Mitarbeiter': 'owner',
        Erstellungsdatum: 'createdAt',
        'Zugeordnetes Unternehmen': 'company',
        'Von allen E-Mails abgemeldet': 'consent.optedOut',
      },
    ],
    [
      'Salesforce',
      'First Name,Last Name,Title,Account Name,Mailing Country,Email,Account Owner,Email Opt Out',
      { Title: 'jobTitle', 'Email Opt Out': 'consent.optedOut' },
    ],
    [
      'Throughline',
      'ID,First name,Last name,Email,Other emails,Lead score,Consent status,Created,Last contacted',
      { ID: 'id', 'Other emails': 'aliases', 'Lead score': 'ignore', Created: 'createdAt', 'Last contacted': 'ignore' },
    ],
  ]
  it.each(known)('maps the export of %s by itself', (name, header, expected) => {
    const headers = header.split(',')
    const columns = columnFacts(headers, [headers.map((one) => (one === 'ID' ? ID : 'x'))])
    const { mapping, knownAs } = proposeMapping(columns, [], true)
    expect(knownAs).toBe(name)
    for (const [column, target] of Object.entries(expected))
      expect(mapping.columns[headers.indexOf(column)]?.target, column).toBe(target)
  })

  it('IM-04 takes no other file for our own export because its first column is called ID', () => {
    const headers = ['ID', 'Email', 'First Name', 'Last Name', 'Phone', 'Tags', 'Status']
    const of = (id: string) => proposeMapping(columnFacts(headers, [[id, 'a@x.example']]), [], true)
    expect(of('12')).toMatchObject({ knownAs: null, mapping: { matchBy: ['email'], onMatch: 'fill' } })
    expect(of(ID).knownAs).toBe('Throughline')
  })

  it('of two titles in a French file the second is what people do', () => {
    const columns = columnFacts(['Titre', 'Prénom', 'Nom', 'Titre'], [['M.', 'Jean', 'Petit', 'Directeur']])
    expect(proposeMapping(columns, [], true).mapping.columns.map(({ target }) => target)).toEqual([
      'ignore',
      'firstName',
      'lastName',
      'jobTitle',
    ])
  })

  it('IM-02 hostile cells cost no more time than their letters', () => {
    const begun = performance.now()
    const long = 300_000
    for (const cell of [`a@${'.'.repeat(long)}@`, `0${'1'.repeat(long)}!`, '@'.repeat(long)]) {
      columnFacts(['Email'], [[cell]])
      detectDialect(`${cell}\nx\n`, true)
    }
    for (const target of ['email', 'fullName', 'tags', 'phone', 'consent.optedOutAt', 'linkedin'])
      for (const cell of [`a@b.example${','.repeat(32_000)}d@e.example`, `a${','.repeat(32_000)}b`, '@'.repeat(32_000)])
        mapped([target], [cell])
    expect(mapped(['firstName', 'email'], ['x'.repeat(40_000), 'a@x.example'])).toMatchObject({
      plain: {},
      addresses: [{ address: 'a@x.example' }],
      issues: [{ code: 'cell-too-long', column: 0 }],
    })
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('tells addresses of a cell apart, whatever separates them', () => {
    const of = (cell: string) => mapped(['email'], [cell]).addresses.map(({ address }) => address)
    const both = ['a@x.example', 'b@x.example']
    for (const between of ['; ', ', ', ' ', ' ::: ', '\n', '|']) expect(of(both.join(between))).toEqual(both)
    expect(of('"Lee, Ann" <a@x.example>; Bob Roe <b@x.example>')).toEqual(both)
  })

  it('IM-11 CO-07 no mark that somebody opted out is lost', () => {
    const row = (target: string, cell: string) => {
      const { consent, issues } = mapped([target], [cell])
      return [consent?.status ?? null, issues.map(({ code }) => code)]
    }
    for (const cell of ['WAHR', 'VRAI', 'VERDADERO', 't', 'Opted out', 'abgemeldet', '1', '2024-05-01'])
      expect(row('consent.optedOut', cell), cell).toEqual(['opted_out', []])
    for (const cell of ['FALSCH', 'faux', '0', 'no', '-'])
      expect(row('consent.optedOut', cell), cell).toEqual([null, []])
    expect(row('consent.optedOut', 'perhaps')).toEqual([null, ['not-yes-or-no']])
    expect(row('consent.optedOutAt', 'last spring')).toEqual(['opted_out', ['not-a-date']])
    expect(row('consent.optedOutAt', '0000-00-00 00:00:00')).toEqual([null, []])
    expect(row('consent.status', '0')).toEqual(['opted_out', []])
  })

  it('IM-06 reads no date in an order that nobody chose', () => {
    const day = (cell: string, dateOrder?: 'ymd' | 'dmy' | 'mdy') => {
      const { createdAt, issues } = mapped([{ target: 'createdAt', ...(dateOrder ? { dateOrder } : {}) }], [cell])
      return createdAt?.toISOString().slice(0, 10) ?? issues[0]?.code
    }
    expect(day('03/04/2024')).toBe('date-order-unknown')
    expect(day('03/04/2024', 'ymd')).toBe('date-order-unknown')
    expect(day('03/04/2024', 'mdy')).toBe('2024-03-04')
    expect(day('12/25/2024')).toBe('2024-12-25')
    expect(day('2024-03-04')).toBe('2024-03-04')
    expect(columnFacts(['On'], [['2024-03-04']])[0]?.dateOrder).toBe('ymd')
    expect(columnFacts(['On'], [['04/04/2024']])[0]?.dateOrder).toBeNull()
  })

  it('IM-04 tags come back from our export as they were', () => {
    for (const tags of [
      ['Blog, news'],
      ['a ::: b'],
      ['* VIP'],
      ['x', '* VIP', 'a:::b'],
      ['a","b'],
      ['t"1', 'a;b', 'c'],
    ])
      expect(tagNames(joinList(tags))).toEqual(tags)
    expect(tagNames('"VIP","Blog, news"')).toEqual(['VIP', 'Blog, news'])
    expect(tagNames('* myContacts ::: Friends')).toEqual(['Friends'])
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

  it('takes the address a card prefers most, and what a soft line break of it holds', () => {
    const reader = new CardReader()
    reader.read(
      'BEGIN:VCARD\nVERSION:4.0\nFN:Ann Lee\nEMAIL;TYPE=home;PREF=2:home@x.example\nEMAIL;PREF=1:work@x.example\nNOTE;ENCODING=QUOTED-PRINTABLE:Hello=\n World\nEND:VCARD\n',
    )
    const [record] = reader.end()
    const of = (column: (typeof cardColumns)[number]) => record?.cells[cardColumns.indexOf(column)]
    expect([of('Email'), of('Notes')]).toEqual(['work@x.example; home@x.example', 'Hello World'])
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

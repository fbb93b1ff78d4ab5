import { exportColumns } from '../contacts/export-columns.ts'
import { plainHeader } from './headers.ts'
import type { ColumnMapping, ImportColumn, ImportTarget } from './schema.ts'

/** A program whose export is known by its headers, and what these mean there. */
interface KnownFile {
  name: string
  /** Headers that all stand in the file. */
  has: string[]
  /** Where columns go whose header means something else here than elsewhere, or nothing elsewhere. */
  columns: Record<string, ImportTarget | Partial<ColumnMapping>>
  /** What identifies a person beside the address. */
  matchBy?: 'id' | 'linkedin'
}

const externalId = (label: string): Partial<ColumnMapping> => ({
  target: 'new',
  field: { label, type: 'text', unique: true },
})

const google = {
  name: 'ignore',
  'Additional Name': 'ignore',
  'Group Membership': 'tags',
  Labels: 'tags',
  'E-mail 1 - Value': 'email',
  'E-mail 2 - Value': 'aliases',
  'E-mail 3 - Value': 'aliases',
  'E-mail 4 - Value': 'aliases',
  'Organization 1 - Name': 'company',
  'Organization Name': 'company',
  'Organization 1 - Title': 'jobTitle',
  'Organization Title': 'jobTitle',
  'Organization 1 - Department': 'department',
  'Organization Department': 'department',
  'Address 1 - Country': 'country',
  Location: 'ignore',
  Subject: 'ignore',
  Occupation: 'ignore',
} satisfies KnownFile['columns']

const salesforceReport = {
  Title: 'jobTitle',
  'Mailing Country': 'country',
  'Email Opt Out': 'consent.optedOut',
} satisfies KnownFile['columns']

const outlookCom = {
  Title: 'ignore',
  'Business Phone': 'phone',
  'Home Phone': 'note',
  'Mobile Phone': 'mobile',
  'Business Country/Region': 'country',
  Location: 'ignore',
} satisfies KnownFile['columns']

const files: KnownFile[] = [
  {
    name: 'LinkedIn',
    has: ['First Name', 'Last Name', 'Connected On'],
    columns: { URL: 'linkedin', Position: 'jobTitle', Company: 'company', 'Connected On': 'note' },
    matchBy: 'linkedin',
  },
  {
    name: 'Mailchimp',
    has: ['Email Address', 'MEMBER_RATING', 'LEID'],
    columns: {
      CC: 'country',
      OPTIN_TIME: 'consent.date',
      OPTIN_IP: 'ignore',
      CONFIRM_TIME: 'consent.confirmedAt',
      CONFIRM_IP: 'consent.ip',
      CLEAN_TIME: 'bouncedAt',
      UNSUB_TIME: 'consent.optedOutAt',
      LAST_CHANGED: 'ignore',
      Address: 'note',
    },
  },
  {
    name: 'Outlook',
    has: ['First Name', 'Last Name', 'E-mail Address', 'E-mail Type'],
    columns: {
      Title: 'ignore',
      'E-mail Type': 'ignore',
      'E-mail Display Name': 'ignore',
      'E-mail Address': { target: 'email' },
      'E-mail 2 Address': { target: 'aliases' },
      'E-mail 3 Address': { target: 'aliases' },
      'Business Country/Region': 'country',
      'Business Phone': 'phone',
      'Mobile Phone': 'mobile',
      Account: 'ignore',
      Location: 'ignore',
      Mileage: 'ignore',
      Profession: 'ignore',
      Language: 'ignore',
    },
  },
  { name: 'Outlook', has: ['E-mail Address', 'Business Phone', 'Home Phone'], columns: outlookCom },
  {
    name: 'Outlook',
    has: ['Vorname', 'E-Mail-Adresse', 'E-Mail-Typ'],
    columns: {
      Anrede: 'ignore',
      Position: 'jobTitle',
      Beruf: 'ignore',
      'Land/Region geschäftlich': 'country',
      'Telefon (privat)': 'note',
    },
  },
  {
    name: 'Outlook',
    has: ['Prénom', 'Adresse de messagerie', 'Type de messagerie'],
    columns: {
      Profession: 'ignore',
      Responsable: 'ignore',
      'Pays/Région (bureau)': 'country',
      'Téléphone (domicile)': 'note',
    },
  },
  {
    name: 'Outlook',
    has: ['Nombre', 'Dirección de correo electrónico', 'Tipo de correo electrónico'],
    columns: {
      Título: 'ignore',
      Puesto: 'jobTitle',
      Responsable: 'ignore',
      'País o región del trabajo': 'country',
      'Particular: teléfono': 'note',
    },
  },
  { name: 'Google', has: ['Given Name', 'E-mail 1 - Value'], columns: google },
  { name: 'Google', has: ['First Name', 'E-mail 1 - Value', 'E-mail 1 - Label'], columns: google },
  {
    name: 'Zoho',
    has: ['Record Id', 'Contact Owner', 'Email Opt Out'],
    columns: {
      'Record Id': externalId('Zoho ID'),
      'Contact Owner': 'owner',
      'Account Name': 'company',
      Title: 'jobTitle',
      'Email Opt Out': 'consent.optedOut',
      'Secondary Email': 'aliases',
      'Created Time': 'createdAt',
      Tag: 'tags',
    },
  },
  {
    name: 'HubSpot',
    has: ['Record ID', 'First Name', 'Last Name', 'Email'],
    columns: {
      'Record ID': externalId('HubSpot ID'),
      'Create Date': 'createdAt',
      'Associated Company': 'company',
      'Primary Associated Company ID': 'ignore',
      'Marketing contact status': 'ignore',
      'Lead Status': 'ignore',
      'Unsubscribed from all email': 'consent.optedOut',
      'Additional email addresses': 'aliases',
      'Legal basis for processing contact’s data': 'consent.basis',
    },
  },
  {
    name: 'HubSpot',
    has: ['Datensatz-ID', 'Vorname', 'Nachname', 'E-Mail'],
    columns: {
      'Datensatz-ID': externalId('HubSpot ID'),
      'Zugeordnetes Unternehmen': 'company',
      Erstellungsdatum: 'createdAt',
      'Zuständiger Mitarbeiter': 'owner',
      'Marketing-Kontaktstatus': 'ignore',
      'Lead-Status': 'ignore',
      'Von allen E-Mails abgemeldet': 'consent.optedOut',
      'Rechtsgrundlage für die Verarbeitung der Daten des Kontakts': 'consent.basis',
    },
  },
  {
    name: 'Salesforce',
    has: ['Id', 'LastName', 'FirstName', 'OwnerId'],
    columns: {
      Id: externalId('Salesforce ID'),
      Name: 'ignore',
      Title: 'jobTitle',
      OwnerId: 'ignore',
      MobilePhone: 'mobile',
      HomePhone: 'note',
      MailingCountry: 'country',
      HasOptedOutOfEmail: 'consent.optedOut',
      IsDeleted: 'deleted',
      'Account.Name': 'company',
    },
  },
  {
    name: 'Salesforce',
    has: ['First Name', 'Last Name', 'Account Name', 'Contact ID'],
    columns: { 'Contact ID': externalId('Salesforce ID'), ...salesforceReport },
  },
  { name: 'Salesforce', has: ['First Name', 'Last Name', 'Account Name', 'Account Owner'], columns: salesforceReport },
  {
    name: 'Salesforce',
    has: ['First Name', 'Last Name', 'Account Name', 'Mailing Country'],
    columns: salesforceReport,
  },
  {
    name: 'Pipedrive',
    has: ['Person - Name'],
    columns: {
      'Person - Name': 'fullName',
      'Person - ID': externalId('Pipedrive ID'),
      'Person - Label': 'tags',
      'Person - Labels': 'tags',
      'Person - Marketing status': 'consent.status',
    },
  },
]

/** Our own file: every column goes back to where it came from. */
const own = new Map(exportColumns.map(({ header, target }) => [plainHeader(header), target]))

const isOwnId = (value: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)

/** Whether it is our own export: other programs head a column of numbers with `ID` too. */
const isOwn = ([id, ...others]: readonly ImportColumn[]): boolean =>
  id?.header === 'ID' && id.samples.every(isOwnId) && others.some(({ header }) => own.has(plainHeader(header)))

/** The program that wrote a file, if its headers tell. */
export function knownFile(columns: readonly ImportColumn[]):
  | (Omit<KnownFile, 'has' | 'columns'> & {
      targetOf(header: string): Partial<ColumnMapping> | null
    })
  | null {
  const there = new Set(columns.map(({ header }) => plainHeader(header)))
  if (isOwn(columns)) {
    return { name: 'Throughline', matchBy: 'id', targetOf: (header) => asMapping(own.get(plainHeader(header))) }
  }
  const found = files.find(({ has }) => has.every((header) => there.has(plainHeader(header))))
  if (!found) return null
  const places = new Map(Object.entries(found.columns).map(([header, target]) => [plainHeader(header), target]))
  return {
    name: found.name,
    ...(found.matchBy ? { matchBy: found.matchBy } : {}),
    targetOf: (header) => asMapping(places.get(plainHeader(header))),
  }
}

const asMapping = (target: string | Partial<ColumnMapping> | undefined): Partial<ColumnMapping> | null =>
  target === undefined ? null : typeof target === 'string' ? { target } : target

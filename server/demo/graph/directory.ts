import { json } from '../http.ts'
import type { DirectoryUser } from '../model.ts'
import type { Graph, GraphCall, MailboxOperation, Operation } from './context.ts'
import { badRequest, resourceNotFound } from './errors.ts'
import { parseFilter } from './filter.ts'
import { checkSelect, pageOf, pick, readPage, readSelect } from './query.ts'

const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]

function userShape(user: DirectoryUser): Record<string, unknown> {
  return {
    businessPhones: user.businessPhone ? [user.businessPhone] : [],
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: user.mobilePhone,
    officeLocation: user.officeLocation,
    preferredLanguage: user.preferredLanguage,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.oid,
    // The account behind a shared mailbox is there, but nobody can sign in with it.
    accountEnabled: user.kind !== 'shared',
    userType: user.kind === 'guest' ? 'Guest' : 'Member',
    department: user.department,
    companyName: user.kind === 'guest' ? null : 'Halden Optics',
    country: user.country,
    usageLocation: user.country,
    mailNickname: user.mail.split('@')[0],
    otherMails: user.kind === 'guest' ? [user.mail] : [],
    proxyAddresses: [`SMTP:${user.mail}`, ...user.aliases.map((alias) => `smtp:${alias}`)],
    createdDateTime: '2019-03-04T08:00:00Z',
  }
}

/** GET /users */
export const listUsers: Operation = (graph, call) => {
  const select = userSelect(call)
  const filter = call.query.get('$filter')
  const test = filter ? parseFilter(filter).test : () => true
  const users = graph.directory.users
    .map(userShape)
    .filter((user) => test((path) => user[path]))
    .toSorted((a, b) => String(a.displayName).localeCompare(String(b.displayName)))
  const page = readPage(call.query, undefined, 100)
  return json(
    200,
    pageOf(call, 'users', users, page, (user) => pick(user, select)),
  )
}

/** GET /users/{id} and GET /me */
export const getUser: Operation = (graph, call) => {
  const user = call.params.user ? graph.directory.user(call.params.user) : signedIn(call)
  if (!user) throw resourceNotFound(call.params.user ?? '')
  const context = { '@odata.context': `${call.base}/v1.0/$metadata#users/$entity` }
  return json(200, { ...context, ...pick(userShape(user), userSelect(call)) })
}

function userSelect(call: GraphCall): string[] {
  const select = readSelect(call.query)
  checkSelect(select, Object.keys(userShape(NOBODY)), 'microsoft.graph.user')
  return select ?? DEFAULT_PROPERTIES
}

/** @throws GraphError when an application calls `/me` on nobody's behalf. */
export function signedIn(call: GraphCall): DirectoryUser {
  if (!call.principal.user) throw badRequest('/me request is only valid with delegated authentication flow.')
  return call.principal.user
}

/** GET /organization */
export const getOrganization: Operation = (graph, call) =>
  json(200, {
    '@odata.context': `${call.base}/v1.0/$metadata#organization`,
    value: [
      {
        id: graph.tenantId,
        displayName: 'Halden Optics',
        tenantType: 'AAD',
        countryLetterCode: 'DE',
        preferredLanguage: 'en',
        technicalNotificationMails: ['jonas.brandt@halden-optics.example'],
        verifiedDomains: verifiedDomains(graph),
      },
    ],
  })

function verifiedDomains(graph: Graph) {
  const members = graph.directory.users.filter((user) => user.kind !== 'guest')
  const domains = new Set(members.flatMap((user) => [user.mail, ...user.aliases]).map((mail) => mail.split('@')[1]))
  return [...domains].map((name, i) => ({
    name,
    isDefault: i === 0,
    isInitial: i === 0,
    type: 'Managed',
    capabilities: 'Email, OfficeCommunicationsOnline',
  }))
}

/** GET …/mailboxSettings */
export const getMailboxSettings: MailboxOperation = (graph, call) => {
  const user = graph.directory.user(call.mailbox.oid) ?? NOBODY
  return json(200, {
    '@odata.context': `${call.base}/v1.0/$metadata#users('${user.oid}')/mailboxSettings`,
    archiveFolder: graph.store.folder(user.oid, 'archive')?.id ?? null,
    timeZone: 'W. Europe Standard Time',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    language: { locale: user.preferredLanguage, displayName: user.preferredLanguage },
    userPurpose: user.kind === 'shared' ? 'shared' : 'user',
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: 'W. Europe Standard Time' },
    },
  })
}

const NOBODY: DirectoryUser = {
  oid: '',
  kind: 'user',
  givenName: '',
  surname: '',
  displayName: '',
  userPrincipalName: '',
  mail: '',
  aliases: [],
  jobTitle: null,
  department: null,
  businessPhone: null,
  mobilePhone: null,
  officeLocation: null,
  country: null,
  preferredLanguage: 'en-GB',
  roles: [],
  delegates: [],
}

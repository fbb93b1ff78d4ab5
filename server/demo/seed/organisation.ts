import { guidFor } from '../ids.ts'
import type { DirectoryUser } from '../model.ts'

/** The demo organisation: Halden Optics of Freiburg, maker of cameras and sensors that inspect production lines. */
export const DOMAIN = 'halden-optics.example'
export const ALIAS_DOMAIN = 'halden.example'
export const TENANT_ID = guidFor('tenant')
export const CLIENT_ID = guidFor('application')
/** Outlook itself, as the preview plays it: another application than the product. */
export const OUTLOOK_ID = guidFor('outlook')

type Colleague = Omit<
  DirectoryUser,
  'oid' | 'displayName' | 'userPrincipalName' | 'mail' | 'delegates' | 'surname' | 'givenName'
>

function colleague(name: string, local: string, rest: Colleague): DirectoryUser {
  const [givenName = '', ...surname] = name.split(' ')
  const mail = `${local}@${DOMAIN}`
  const oid = guidFor(`person:${mail}`)
  return {
    ...rest,
    oid,
    givenName,
    surname: surname.join(' '),
    displayName: name,
    userPrincipalName: mail,
    mail,
    delegates: [],
  }
}

export const MAREN = colleague('Maren Lindqvist', 'maren.lindqvist', {
  kind: 'user',
  // Her name before she married still receives mail.
  aliases: [`maren.vogt@${DOMAIN}`, `maren.lindqvist@${ALIAS_DOMAIN}`],
  jobTitle: 'Account Executive, DACH and Nordics',
  department: 'Sales',
  businessPhone: '+49 89 99998 412',
  mobilePhone: '+49 171 3920 041',
  officeLocation: 'Freiburg',
  country: 'DE',
  preferredLanguage: 'en-GB',
  roles: ['Rep'],
})

export const TOMAS = colleague('Tomás Echeverría', 'tomas.echeverria', {
  kind: 'user',
  aliases: [`tomas@${ALIAS_DOMAIN}`, `tomas.echeverria@${ALIAS_DOMAIN}`],
  jobTitle: 'Account Executive, Southern Europe and Americas',
  department: 'Sales',
  businessPhone: '+49 89 99998 418',
  mobilePhone: '+49 171 3920 058',
  officeLocation: 'Freiburg',
  country: 'DE',
  preferredLanguage: 'es-ES',
  roles: ['Rep'],
})

export const ELEANOR = colleague('Eleanor Whitcombe', 'eleanor.whitcombe', {
  kind: 'user',
  aliases: [`eleanor.whitcombe@${ALIAS_DOMAIN}`],
  jobTitle: 'Head of Sales',
  department: 'Sales',
  businessPhone: '+49 89 99998 401',
  mobilePhone: '+44 7700 900142',
  officeLocation: 'Freiburg',
  country: 'DE',
  preferredLanguage: 'en-GB',
  roles: ['Manager'],
})

export const JONAS = colleague('Jonas Brandt', 'jonas.brandt', {
  kind: 'user',
  aliases: [`it@${DOMAIN}`, `jonas.brandt@${ALIAS_DOMAIN}`],
  jobTitle: 'Operations and IT',
  department: 'Operations',
  businessPhone: '+49 89 99998 430',
  mobilePhone: '+49 171 3920 077',
  officeLocation: 'Freiburg',
  country: 'DE',
  preferredLanguage: 'de-DE',
  roles: ['Admin'],
})

export const SABINE = colleague('Sabine Keller', 'sabine.keller', {
  kind: 'user',
  aliases: [`datenschutz@${DOMAIN}`],
  jobTitle: 'Data Protection Officer',
  department: 'Legal',
  businessPhone: '+49 89 99998 440',
  mobilePhone: null,
  officeLocation: 'Freiburg',
  country: 'DE',
  preferredLanguage: 'de-DE',
  roles: ['DataProtection'],
})

export const INFO: DirectoryUser = {
  ...colleague('Halden Optics', 'info', {
    kind: 'shared',
    aliases: [`sales@${DOMAIN}`, `info@${ALIAS_DOMAIN}`],
    jobTitle: null,
    department: null,
    businessPhone: '+49 89 99998 400',
    mobilePhone: null,
    officeLocation: 'Freiburg',
    country: 'DE',
    preferredLanguage: 'en-GB',
    roles: [],
  }),
  givenName: 'Halden',
  surname: 'Optics',
  displayName: 'Halden Optics (info)',
  delegates: [MAREN.oid, TOMAS.oid, ELEANOR.oid, JONAS.oid],
}

const GUEST: DirectoryUser = {
  ...colleague('Ravi Chandran', 'ravi.chandran', {
    kind: 'guest',
    aliases: [],
    jobTitle: 'CRM consultant',
    department: null,
    businessPhone: null,
    mobilePhone: null,
    officeLocation: null,
    country: 'GB',
    preferredLanguage: 'en-GB',
    roles: [],
  }),
  mail: 'ravi.chandran@brightlane-consulting.example',
  userPrincipalName: `ravi.chandran_brightlane-consulting.example#EXT#@${DOMAIN}`,
}

export const USERS: DirectoryUser[] = [MAREN, TOMAS, ELEANOR, JONAS, SABINE, INFO, GUEST]

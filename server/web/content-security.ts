import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { Config } from '../config.ts'

/** Where Outlook shows panes from. Microsoft keeps no list; these are seen in its issues (office-js #1005, #6833). */
const OUTLOOK = [
  'https://*.office.com',
  'https://*.office365.com',
  'https://*.live.com',
  'https://*.cloud.microsoft',
  'https://*.outlook.com',
  'https://*.office365.us',
  'https://*.partner.outlook.cn',
]
const OFFICE_JS = ['https://appsforoffice.microsoft.com', 'https://ajax.aspnetcdn.com']

/**
 * Exactly the frames Outlook needs, no inline script. X-Frame-Options and the opener policy stay off: the first would
 * blank the pane, the second cuts dialogs from it.
 */
export function contentSecurity(config: Config): FastifyHelmetOptions {
  const authority = new URL(config.entra.authority).origin
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...OFFICE_JS],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", authority],
        frameSrc: ["'self'", authority],
        frameAncestors: ["'self'", ...OUTLOOK],
        baseUri: ["'none'"],
        formAction: ["'self'", authority],
        objectSrc: ["'none'"],
      },
    },
    frameguard: false,
    crossOriginOpenerPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: config.publicUrl.startsWith('https://') ? { maxAge: 31_536_000 } : false,
  }
}

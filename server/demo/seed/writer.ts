import type { Address } from '../model.ts'
import { escapeHtml } from '../text.ts'
import type { Language } from './people.ts'
import type { Random } from './random.ts'

/** Somebody who writes: enough to greet, to sign and to be quoted. */
export interface Author {
  name: string
  email: string
  /** `none` for a mailbox that is nobody's. */
  salutation: 'f' | 'm' | 'none'
  language: Language
  jobTitle: string
  company: string
  phone: string | null
  mobile: string | null
  web: string | null
}

export const addressOf = (author: Author): Address => ({ name: author.name, address: author.email })

const GREETINGS: Record<Language, { formal: string[]; light: string[] }> = {
  en: { formal: ['Hello {first},', 'Hi {first},', 'Dear {first},'], light: ['Hi {first},', '{first},', ''] },
  de: {
    formal: ['Guten Tag {title} {last},', 'Hallo {title} {last},', 'Sehr geehrte{r} {title} {last},'],
    light: ['Hallo {title} {last},', 'Guten Tag {title} {last},'],
  },
  fr: { formal: ['Bonjour {title} {last},', 'Bonjour {first},'], light: ['Bonjour {first},', 'Bonjour,'] },
  es: {
    formal: ['Hola, {first}:', 'Buenos días, {first}:', 'Estimad{o} {first}:'],
    light: ['Hola, {first}:', 'Buenas, {first}:'],
  },
}
const GREETINGS_TO_ALL: Record<Language, string> = {
  en: 'Hello,',
  de: 'Guten Tag,',
  fr: 'Bonjour,',
  es: 'Buenos días:',
}
const CLOSINGS: Record<Language, string[]> = {
  en: ['Best regards', 'Kind regards', 'Thanks and regards', 'Best', 'Cheers'],
  de: ['Mit freundlichen Grüßen', 'Viele Grüße', 'Beste Grüße', 'Freundliche Grüße'],
  fr: ['Cordialement', 'Bien cordialement', 'Bien à vous'],
  es: ['Un saludo', 'Saludos cordiales', 'Saludos', 'Un cordial saludo'],
}
const TITLES: Record<Language, { f: string; m: string }> = {
  en: { f: 'Ms', m: 'Mr' },
  de: { f: 'Frau', m: 'Herr' },
  fr: { f: 'Madame', m: 'Monsieur' },
  es: { f: 'Sra.', m: 'Sr.' },
}
const QUOTE_WORDS: Record<Language, { from: string; sent: string; to: string; subject: string; locale: string }> = {
  en: { from: 'From', sent: 'Sent', to: 'To', subject: 'Subject', locale: 'en-GB' },
  de: { from: 'Von', sent: 'Gesendet', to: 'An', subject: 'Betreff', locale: 'de-DE' },
  fr: { from: 'De', sent: 'Envoyé', to: 'À', subject: 'Objet', locale: 'fr-FR' },
  es: { from: 'De', sent: 'Enviado', to: 'Para', subject: 'Asunto', locale: 'es-ES' },
}

const FONT = 'font-family:Aptos,Calibri,Helvetica,sans-serif;font-size:11pt;color:#242424'

export interface Written {
  author: Author
  to: Author
  language: Language
  text: string
  subject: string
  sent: Date
  /** What stands below as a quote. */
  previous?: Written | undefined
  /** The file with the picture of the signature, which lies in the mail. */
  logo?: string | undefined
}

/** The mail as Outlook would send it: greeting, paragraphs, signature, and the last two mails as quotes. */
export function writeHtml(mail: Written, random: Random): string {
  const block = ownPart(mail, random)
  const quote = mail.previous ? quoted(mail.previous, 2) : ''
  return page(`${block}${quote}`)
}

export const page = (body: string) =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body dir="ltr">${body}</body></html>`

export const paragraphs = (text: string) =>
  text
    .split('\n\n')
    .map((part) => `<p style="margin:0 0 11pt">${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('')

function ownPart(mail: Written, random: Random): string {
  const greeting = greet(mail, random)
  const closing = random.pick(CLOSINGS[mail.language])
  const text = [greeting, mail.text, `${closing}\n${mail.author.name.split(' ')[0]}`].filter(Boolean).join('\n\n')
  return `<div style="${FONT}">${paragraphs(text)}</div>${signature(mail.author, mail.logo)}`
}

function greet({ to, language, previous }: Written, random: Random): string {
  if (to.salutation === 'none') return GREETINGS_TO_ALL[language]
  const { formal, light } = GREETINGS[language]
  const [first = '', ...rest] = to.name.replace(/^Dr\. /, '').split(' ')
  return random
    .pick(previous?.previous ? light : formal)
    .replace('{first}', first)
    .replace('{last}', rest.join(' '))
    .replace('{title}', TITLES[language][to.salutation])
    .replace('{r}', to.salutation === 'm' ? 'r' : '')
    .replace('{o}', to.salutation === 'm' ? 'o' : 'a')
}

/** Name, title, company and numbers, as people put them under their mails. */
function signature(author: Author, logo?: string): string {
  const numbers = [author.phone && `T ${author.phone}`, author.mobile && `M ${author.mobile}`]
    .filter(Boolean)
    .join(' · ')
  const lines = [author.jobTitle, author.company, numbers, author.web].filter((line): line is string => !!line)
  const rest = lines.map(escapeHtml).join('<br>')
  const picture = logo ? `<br><img src="cid:${logo}@demo" alt="" width="96" height="24">` : ''
  return `<div id="Signature" style="font-family:Aptos,Calibri,sans-serif;font-size:9.5pt;color:#5c5c5c"><b style="color:#242424">${escapeHtml(author.name)}</b><br>${rest}${picture}</div>`
}

/** What was answered, as Outlook sets it below the answer. `depth` mails deep: real threads are trimmed too. */
function quoted(mail: Written, depth: number): string {
  const words = QUOTE_WORDS[mail.language]
  const sent = new Intl.DateTimeFormat(words.locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Europe/Berlin',
  })
  const head = [
    `<b>${words.from}:</b> ${escapeHtml(`${mail.author.name} <${mail.author.email}>`)}`,
    `<b>${words.sent}:</b> ${sent.format(mail.sent)}`,
    `<b>${words.to}:</b> ${escapeHtml(`${mail.to.name} <${mail.to.email}>`)}`,
    `<b>${words.subject}:</b> ${escapeHtml(mail.subject)}`,
  ].join('<br>')
  const older = mail.previous && depth > 1 ? quoted(mail.previous, depth - 1) : ''
  const body = `<div style="${FONT}">${paragraphs(mail.text)}</div>${signature(mail.author)}`
  return `<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" style="font-family:Calibri,sans-serif;font-size:11pt">${head}</div><br>${body}${older}`
}

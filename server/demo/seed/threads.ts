import type { Letter } from '../letters.ts'
import { stamp } from '../letters.ts'
import type { StoredAttachment } from '../model.ts'
import { logo, pdf, zip } from './attachments.ts'
import { answerTime, pastTime } from './calendar.ts'
import { companies, contacts, type DemoContact, type Language } from './people.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { drawSlots, fill, type Slots } from './slots.ts'
import { ELEANOR_AUTHOR, JONAS_AUTHOR, ownAuthor, SABINE_AUTHOR } from './staff.ts'
import { type Stranger, strangers } from './strangers.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import type { Scenario } from './texts/scenario.ts'
import { type Author, addressOf, type Written, writeHtml } from './writer.ts'

const TEXTS: Record<Language, Scenario[]> = { en, de, fr, es }
const CURRENCIES: Record<string, string> = { GB: 'GBP', US: 'USD', CA: 'CAD', CH: 'CHF', SE: 'SEK', DK: 'DKK' }
const REPLY: Record<Language, string> = { en: 'RE: ', de: 'AW: ', fr: 'RE: ', es: 'RE: ' }
/** Companies whose people have a picture under their mails, by the name of its file. */
const LOGOS: Record<string, string> = {
  'Weissach Präzision GmbH': 'image001.png',
  'Nordhavn Packaging A/S': 'logo-nordhavn.png',
  'Kestrel Foods Ltd': 'kestrel.png',
}
/** Eighteen months. */
const DAYS = 545

/** What one conversation is held by and about. */
export interface Conversation {
  them: Author
  us: Author
  /** Colleagues of either side who get every mail of it. */
  copied: Author[]
  scenario: Scenario
  slots: Slots
  language: Language
  start: number
  /** Names the conversation; ids are made of it. */
  name: string
}

/** All conversations with contacts over eighteen months. */
export function contactThreads(anchor: number): Posting[] {
  return contacts.flatMap((contact, i) => {
    const random = new Random(7000 + i)
    const queue = scenarioQueue(random, contact.language, contact.threads)
    return queue.flatMap((scenario, k) => {
      // The last conversation of the busiest people is of this week.
      const start = k === 0 && contact.threads > 5 ? pastTime(anchor, 6, random) : pastTime(anchor, DAYS, random)
      const copied = copiedPeople(contact, scenario, random)
      const them =
        k % 9 === 4 && contact.aliases[0]
          ? { ...contactAuthor(contact), email: contact.aliases[0] }
          : contactAuthor(contact)
      const us = ownAuthor(contact.ownerEmail)
      const slots = slotsFor(contact, start, random)
      const name = `contact-${i}-${k}`
      const held = { them, us, copied, scenario, slots, language: contact.language, start, name }
      return placed(conversation(held, anchor, random), contact, us, random)
    })
  })
}

/** Conversations with people nobody has made a contact of yet. */
export function strangerThreads(anchor: number): Posting[] {
  return strangers.flatMap((stranger, i) => {
    const random = new Random(8000 + i)
    const us = ownAuthor(stranger.owner)
    return scenarioQueue(random, stranger.language, stranger.threads).flatMap((scenario, k) => {
      const start = k === 0 ? pastTime(anchor, 5, random) : pastTime(anchor, 200, random)
      const slots = drawSlots(random, stranger.language, new Date(start), stranger.company, 'EUR')
      const held = {
        them: strangerAuthor(stranger),
        us,
        copied: [],
        scenario,
        slots,
        language: stranger.language,
        start,
      }
      return conversation({ ...held, name: `stranger-${i}-${k}` }, anchor, random)
    })
  })
}

/** The mails of a conversation up to the anchor, each answering the one before. */
export function conversation(held: Conversation, anchor: number, random: Random): Posting[] {
  const subject = fill(held.scenario.subject, held.slots, random)
  const postings: Posting[] = []
  let previous: { written: Written; letter: Letter } | undefined
  let time = held.start
  for (const [n, turn] of held.scenario.turns.entries()) {
    if (n > 0) time = answerTime(time, random)
    if (time > anchor - 5 * 60_000) break
    const [author, to] = turn.by === 'us' ? [held.us, held.them] : [held.them, held.us]
    const written: Written = {
      author,
      to,
      language: held.language,
      text: fill(turn.text, held.slots, random),
      subject: n === 0 ? subject : `${REPLY[held.language]}${subject}`,
      sent: new Date(time),
      previous: previous?.written,
      logo: LOGOS[author.company],
    }
    const files = [
      ...turn.files.map((name) => attachmentFor(fill(name, held.slots, random))),
      ...(written.logo ? [logo(written.logo)] : []),
    ]
    const letter = letterOf(held, written, n, previous?.letter, files, random)
    postings.push({ letter })
    previous = { written, letter }
  }
  return postings
}

function letterOf(
  held: Conversation,
  written: Written,
  n: number,
  previous: Letter | undefined,
  attachments: StoredAttachment[],
  random: Random,
): Letter {
  const id = previous?.internetMessageId
  return {
    internetMessageId: `<${random.hex(24)}.${n}@${written.author.email.split('@')[1]}>`,
    conversation: held.name,
    subject: written.subject,
    html: writeHtml(written, random),
    from: addressOf(written.author),
    to: [addressOf(written.to)],
    cc: held.copied.filter((author) => author.email !== written.author.email).map(addressOf),
    sent: stamp(written.sent),
    inReplyTo: id ?? null,
    references: id ? [...(previous?.references ?? []), id] : [],
    attachments,
  }
}

function scenarioQueue(random: Random, language: Language, count: number): Scenario[] {
  const queue: Scenario[] = []
  while (queue.length < count) queue.push(...random.shuffled(TEXTS[language]))
  return queue.slice(0, count)
}

const slotsFor = (contact: DemoContact, start: number, random: Random) => {
  const city = companies.find((company) => company.domain === contact.domain)?.city ?? ''
  return drawSlots(random, contact.language, new Date(start), city, CURRENCIES[contact.country] ?? 'EUR')
}

function copiedPeople(contact: DemoContact, scenario: Scenario, random: Random): Author[] {
  const copied: Author[] = []
  if (random.chance(0.22)) copied.push(ELEANOR_AUTHOR)
  const about = scenario.turns.map((turn) => turn.text).join(' ')
  if (about.includes('Jonas Brandt')) copied.push(JONAS_AUTHOR)
  if (about.includes('Datenschutz')) copied.push(SABINE_AUTHOR)
  const workmates = contacts.filter((other) => other.domain === contact.domain && other.email !== contact.email)
  if (workmates.length > 0 && random.chance(0.15)) copied.push(contactAuthor(random.pick(workmates)))
  return copied
}

/** Maren keeps the Arvika project in a folder of its own, what she sent for it included. */
function placed(postings: Posting[], contact: DemoContact, us: Author, random: Random): Posting[] {
  if (!contact.tags.includes('arvika retrofit') || !random.chance(0.4)) return postings
  return postings.map((posting) => ({ ...posting, places: { [us.email]: 'project-arvika' } }))
}

export const contactAuthor = (contact: DemoContact): Author => ({
  name: `${contact.firstName} ${contact.lastName}`,
  email: contact.email,
  salutation: contact.salutation,
  language: contact.language,
  jobTitle: contact.jobTitle,
  company: contact.companyName,
  phone: contact.phone,
  mobile: contact.mobile,
  web: `www.${contact.domain}`,
})

export const strangerAuthor = (stranger: Stranger): Author => ({ ...stranger, email: stranger.email })

export function attachmentFor(name: string): StoredAttachment {
  if (name.endsWith('.zip')) return { id: '', name, contentType: 'application/zip', content: zip(name), inline: false }
  if (name.endsWith('.xlsx')) {
    const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return { id: '', name, contentType, content: zip(name), inline: false }
  }
  return { id: '', name, contentType: 'application/pdf', content: pdf(name), inline: false }
}

import type { Address, StoredAttachment } from '../model.ts'
import { companies, contacts } from './people.ts'
import { Random } from './random.ts'
import { drawSlots, fill } from './slots.ts'
import { ownAuthor } from './staff.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import { attachmentFor, contactAuthor } from './threads.ts'
import { addressOf, writeHtml } from './writer.ts'

const TEXTS = { en, de, fr, es }

/** A believable first mail of one of the contacts of `owner` (of anybody, when `owner` has none). */
export function arrivingMail(
  owner: string,
  now: Date,
): { from: Address; subject: string; html: string; attachments: StoredAttachment[] } {
  const random = new Random(now.getTime() % 4_294_967_296)
  const own = contacts.filter((contact) => contact.ownerEmail === owner.toLowerCase())
  const contact = random.pick(own.length > 0 ? own : contacts)
  const scenario = random.pick(TEXTS[contact.language].filter(({ turns }) => turns[0]?.by === 'them'))
  const city = companies.find((company) => company.domain === contact.domain)?.city ?? ''
  const slots = drawSlots(random, contact.language, now, city, 'EUR')
  const author = contactAuthor(contact)
  const subject = fill(scenario.subject, slots, random)
  const text = fill(scenario.turns[0]?.text ?? '', slots, random)
  const to = ownAuthor(owner)
  return {
    from: addressOf(author),
    subject,
    html: writeHtml({ author, to, language: contact.language, text, subject, sent: now }, random),
    attachments: (scenario.turns[0]?.files ?? []).map((name) => attachmentFor(fill(name, slots, random))),
  }
}

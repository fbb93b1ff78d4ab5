import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import { isFreeMail } from '../companies/free-mail.ts'
import { marketingAnswers } from '../consent/load-ledger.ts'
import { mayReceiveMarketing } from '../consent/may-receive-marketing.ts'
import type { MarketingAnswer } from '../consent/schema.ts'
import { standingOf } from '../consent/standing.ts'
import { contactsByAddress } from '../contacts/people.ts'
import type { Contact } from '../contacts/schema.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import type { MailPurpose } from '../templates/schema.ts'
import { readTemplate } from '../templates/templates.ts'
import { trackingSettings } from '../tracking/settings.ts'
import { ownAddresses } from '../users/organisation.ts'
import type { CheckedMail, CheckedRecipient, CheckMail } from './schema.ts'

interface CheckContext {
  db: Database
  sql: postgres.Sql
  now(): Date
}

/**
 * Who the recipients of a mail are, whether each may get it, and what to tell its writer before it goes out. Only
 * marketing is ever blocked; what a rep writes to a person is theirs to send.
 * @throws NotFound when the template is gone
 */
export async function checkMail(context: CheckContext, actor: Actor, input: CheckMail): Promise<CheckedMail> {
  const { db } = context
  const purpose =
    input.purpose ?? (input.templateId ? (await readTemplate(db, actor, input.templateId)).purpose : 'one_to_one')
  const own = await ownAddresses(db)
  const parsed = input.recipients.map(({ address: text }) => ({ text, address: parseAddress(text) }))
  const external = parsed.flatMap(({ text, address }) => (address && !own.isOwn(text) ? [address] : []))
  const contactOf = await contactsByAddress(context.sql, external)
  const contacts = external.map(contactOf).filter((contact) => contact !== undefined)
  const answers = await marketingAnswers(db, [...new Set(contacts.map(({ id }) => id))], context.now())
  const recipients = parsed.map(({ text, address }) => {
    if (own.isOwn(text)) return colleague(text)
    const contact = address ? contactOf(address) : undefined
    const answer = contact ? answers.get(contact.id) : undefined
    return contact && answer ? known(text, contact, answer) : unknown(text, address?.domain ?? '', context.now())
  })
  const { enabled } = await trackingSettings(db)
  return { recipients, tracking: trackingFor(recipients, enabled), verdict: verdictOf(recipients, purpose) }
}

const colleague = (address: string): CheckedRecipient => ({
  address,
  own: true,
  contact: null,
  lastContactedAt: null,
  consentStatus: null,
  marketing: null,
  oneToOne: null,
  tracking: { allowed: false, text: 'Colleagues are never tracked.' },
})

const known = (address: string, contact: Contact, answer: MarketingAnswer): CheckedRecipient => ({
  address,
  own: false,
  contact: {
    id: contact.id,
    displayName: contact.displayName,
    jobTitle: contact.jobTitle,
    company: contact.company ? { id: contact.company.id, name: contact.company.name } : null,
    status: contact.status,
  },
  lastContactedAt: contact.lastContactedAt,
  consentStatus: contact.consent.status,
  marketing: { decision: answer.decision, text: answer.text },
  oneToOne: answer.oneToOne === 'inform' ? answer.text : null,
  tracking: { allowed: answer.tracking === 'individual', text: answer.trackingReason },
})

/** Nobody knows this person: what holds is the strictest law. */
function unknown(address: string, domain: string, now: Date): CheckedRecipient {
  const facts = {
    standing: standingOf([], null),
    address: { freeMail: isFreeMail(domain), bouncedAt: null },
    country: null,
  }
  const answer = mayReceiveMarketing(facts, null, now)
  return {
    address,
    own: false,
    contact: null,
    lastContactedAt: null,
    consentStatus: null,
    marketing: { decision: answer.decision, text: answer.text },
    oneToOne: null,
    tracking: { allowed: false, text: 'This person is no contact, so no consent to tracking is known.' },
  }
}

function trackingFor(recipients: readonly CheckedRecipient[], enabled: boolean): CheckedMail['tracking'] {
  if (!enabled) return { enabled, allowed: false, text: 'An administrator has not turned tracking on.' }
  const outside = recipients.filter(({ own }) => !own)
  if (outside.length === 0) return { enabled, allowed: false, text: 'Nobody outside the organisation is on this mail.' }
  const forbids = outside.find(({ tracking }) => !tracking.allowed)
  if (forbids) return { enabled, allowed: false, text: `${nameOf(forbids)}: ${forbids.tracking.text}` }
  const text =
    outside.length > 1
      ? 'One copy goes to several people: an open says that somebody opened it, not who.'
      : 'Opens and links can be tracked.'
  return { enabled, allowed: true, text }
}

const nameOf = ({ address, contact }: CheckedRecipient): string => contact?.displayName ?? address

/** Of people who must not get marketing mail: blocked for marketing; a word of warning where they said no. */
function verdictOf(recipients: readonly CheckedRecipient[], purpose: MailPurpose): CheckedMail['verdict'] {
  const refused = recipients.filter(({ marketing }) => marketing?.decision === 'block')
  if (purpose === 'marketing' && refused.length > 0) {
    const rest = refused.length > 1 ? ` And ${refused.length - 1} more.` : ''
    return {
      action: 'block',
      text: `This is marketing, and ${nameOf(refused[0] as CheckedRecipient)} must not get it: ${refused[0]?.marketing?.text}${rest}`,
    }
  }
  const saidNo = recipients.filter(({ consentStatus }) => consentStatus === 'opted_out')
  if (saidNo.length === 0) return { action: 'allow', text: null }
  const names = saidNo.map(nameOf).join(', ')
  return { action: 'warn', text: `${names} opted out of marketing. A personal mail is fine; nothing else is.` }
}

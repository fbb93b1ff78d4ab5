import { type Letter, stamp } from '../letters.ts'
import { escapeHtml } from '../text.ts'
import { pastTime } from './calendar.ts'
import { contacts, type DemoContact } from './people.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { ownAuthor } from './staff.ts'
import { contactAuthor } from './threads.ts'
import { addressOf, page, paragraphs, writeHtml } from './writer.ts'

const DAY = 86_400_000

/** Out-of-office notes and bounces: written by programs, and neither a reply nor a contact. */
export function robotMail(anchor: number): Posting[] {
  return [...autoReplies(anchor), ...bounces(anchor)]
}

const AWAY: Record<DemoContact['language'], [subject: string, text: string]> = {
  en: [
    'Automatic reply: {s}',
    'Thank you for your message. I am out of the office until Monday with limited access to e-mail. In urgent cases please call our switchboard.',
  ],
  de: [
    'Automatische Antwort: {s}',
    'vielen Dank für Ihre Nachricht. Ich bin bis einschließlich Freitag nicht im Haus. Ihre E-Mail wird nicht weitergeleitet.',
  ],
  fr: [
    'Réponse automatique : {s}',
    'Je suis absent du bureau jusqu’à lundi. Pour toute urgence, merci de contacter le standard.',
  ],
  es: [
    'Respuesta automática: {s}',
    'Estoy fuera de la oficina hasta el lunes. Para asuntos urgentes, llame a centralita, por favor.',
  ],
}

function autoReplies(anchor: number): Posting[] {
  return Array.from({ length: 26 }, (_, i) => {
    const random = new Random(4000 + i)
    const contact = contacts[(i * 7) % contacts.length] as DemoContact
    const question = follow(contact, pastTime(anchor, i < 2 ? 4 : 400, random), i, random)
    const [subject, text] = AWAY[contact.language]
    const author = contactAuthor(contact)
    const sent = new Date(Date.parse(question.sent) + 6_000)
    const reply: Letter = {
      internetMessageId: `<${random.hex(20)}.auto${i}@${contact.domain}>`,
      conversation: question.conversation,
      subject: subject.replace('{s}', question.subject),
      html: page(paragraphs(text)),
      from: addressOf(author),
      to: question.from ? [question.from] : [],
      sent: stamp(sent),
      inReplyTo: question.internetMessageId,
      references: [question.internetMessageId as string],
      messageClass: 'IPM.Note.Rules.OofTemplate.Microsoft',
      headers: [
        { name: 'Auto-Submitted', value: 'auto-replied' },
        { name: 'X-Auto-Response-Suppress', value: 'All' },
      ],
      focused: false,
    }
    return [{ letter: question }, { letter: reply }]
  }).flat()
}

const FOLLOW_UPS: Record<DemoContact['language'], [subject: string, text: string]> = {
  en: ['Checking in', 'I wanted to check in after our last conversation: is there anything you need from us?'],
  de: ['Kurze Nachfrage', 'ich wollte kurz nachfragen, ob Sie noch etwas von uns benötigen.'],
  fr: ['Petit point', 'Je reviens vers vous après notre dernier échange : avez-vous besoin d’autre chose ?'],
  es: ['Seguimiento', 'Le escribo por si necesita algo más después de nuestra última conversación.'],
}

function follow(contact: DemoContact, time: number, i: number, random: Random): Letter {
  const author = ownAuthor(contact.ownerEmail)
  const to = contactAuthor(contact)
  const [subject, text] = FOLLOW_UPS[contact.language]
  const sent = new Date(time)
  return {
    internetMessageId: `<${random.hex(20)}.follow${i}@halden-optics.example>`,
    conversation: `follow-${i}`,
    subject,
    html: writeHtml({ author, to, language: contact.language, text, subject, sent }, random),
    from: addressOf(author),
    to: [addressOf(to)],
    sent: stamp(sent),
  }
}

type Failure = [address: string, status: string, diagnostic: string, why: string]

/** Permanent failures of people who left, and full mailboxes, which pass. */
const FAILURES: Failure[] = [
  ['nuria.penarroya@altozano.example', '5.1.1', '550 5.1.1 User unknown', 'The email address could not be found.'],
  [
    'tom.hargreaves@pennine-bearings.example',
    '5.1.10',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound',
    'The recipient was not found at the destination.',
  ],
  [
    'marc-andre.gagnon@maplewood-beverage.example',
    '5.2.2',
    '552 5.2.2 Mailbox full',
    'The recipient’s mailbox is full.',
  ],
  [
    'gareth.pugh@kestrel-foods.example',
    '4.2.2',
    '452 4.2.2 Over quota',
    'The recipient’s mailbox is full. Delivery was given up after two days.',
  ],
  [
    'purchasing@weissach-praezision.example',
    '5.1.1',
    '550 5.1.1 No such mailbox',
    'The email address could not be found.',
  ],
  [
    'old.contact@talweg-kunststoffe.example',
    '5.4.1',
    '550 5.4.1 Recipient address rejected',
    'The domain does not accept mail.',
  ],
  [
    'sanne.dewit@hollander-voss.example',
    '5.7.1',
    '550 5.7.1 Message rejected as spam',
    'The message was rejected by the recipient’s mail filter.',
  ],
  ['karim.belhadj@groupe-mirabel.example', '5.2.2', '552 5.2.2 Quota exceeded', 'The recipient’s mailbox is full.'],
]

function bounces(anchor: number): Posting[] {
  return FAILURES.flatMap(([address, status, diagnostic, why], i) => {
    const random = new Random(4500 + i)
    const contact = contacts.find((one) => one.email === address)
    const us = ownAuthor(contact?.ownerEmail ?? '')
    const base = contact ?? (contacts[0] as DemoContact)
    const time = anchor - (5 + i * 23) * DAY - random.int(0, 300) * 60_000
    const original = { ...follow(base, time, 100 + i, random), from: addressOf(us), to: [{ name: address, address }] }
    const domain = address.split('@')[1] as string
    const report: Letter = {
      internetMessageId: `<${random.hex(20)}.ndr${i}@${domain}>`,
      conversation: original.conversation,
      subject: i % 3 === 1 ? `Unzustellbar: ${original.subject}` : `Undeliverable: ${original.subject}`,
      html: page(
        `<p><b>Your message to ${escapeHtml(address)} couldn’t be delivered.</b></p><p>${escapeHtml(why)}</p><p style="color:#777">${escapeHtml(diagnostic)}</p>`,
      ),
      from: { name: 'Mail Delivery System', address: i % 2 === 0 ? `postmaster@${domain}` : `mailer-daemon@${domain}` },
      to: [addressOf(us)],
      sent: stamp(new Date(time + 40_000)),
      inReplyTo: original.internetMessageId,
      references: [original.internetMessageId as string],
      messageClass: 'REPORT.IPM.NOTE.NDR',
      headers: [
        { name: 'Auto-Submitted', value: 'auto-replied' },
        { name: 'X-Failed-Recipients', value: address },
      ],
      report: { recipient: address, status, diagnostic, originalMessageId: original.internetMessageId as string },
      focused: true,
    }
    return [{ letter: original }, { letter: report }]
  })
}

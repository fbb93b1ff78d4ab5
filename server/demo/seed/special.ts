import type { Address } from '../model.ts'
import { person, type Write, writerFor } from './note.ts'
import { ALIAS_DOMAIN, DOMAIN } from './organisation.ts'
import type { Posting } from './posting.ts'
import { crowds, drafts, meetings, thrownAway } from './special-kinds.ts'
import { MAREN_AUTHOR, TOMAS_AUTHOR } from './staff.ts'

const DAY = 1440

/** The odd mail that every real mailbox holds, and that trips programs up. */
export function specialMail(anchor: number): Posting[] {
  const write = writerFor(anchor, 3000)
  return [
    ...oddSubjects(write),
    ...oddIdentities(write),
    ...privateItems(write),
    ...crowds(write),
    ...meetings(write, anchor),
    ...drafts(write),
    ...thrownAway(write),
  ]
}

function oddSubjects(write: Write): Posting[] {
  const hartwig = person('Hartwig')
  return [
    write({
      from: person('Okafor'),
      to: [TOMAS_AUTHOR],
      ago: 3 * DAY,
      subject: '🎉🎉 First 10,000 parts without a miss 🤖',
      text: 'Just wanted to share: ten thousand parts since Tuesday, not one miss. The team put a party hat on the camera.',
    }),
    write({
      from: hartwig,
      to: [MAREN_AUTHOR],
      ago: 9 * DAY,
      subject: 'Prüfung „Größe/Übermaß“ – Änderungswünsche für Straße 7 (ÄÖÜß)',
      text: 'unsere Änderungswünsche: Übermaß ab 0,2 mm aussortieren, Größe in der Übersicht groß anzeigen. Geht das über das Rezept?',
    }),
    write({
      from: person('Malhotra'),
      to: [MAREN_AUTHOR],
      ago: 20 * DAY,
      subject: 'Fwd: طلب عرض أسعار لخط التعبئة',
      text: 'This came in from our site in Amman, it asks for a quotation for the filling line. Could you answer them directly? I do not read Arabic either.',
    }),
    write({
      from: person('Raman'),
      to: [MAREN_AUTHOR],
      ago: 5 * DAY,
      subject: '',
      text: 'See the photo, this is where the second camera should go. Sent from the line, sorry for the brevity.',
    }),
    write({
      from: person('Sykes'),
      to: [MAREN_AUTHOR],
      ago: 33 * DAY,
      subject: 'RE: FW: RE: [EXTERNAL] Drawings (was: bracket, was: re: Drawings)',
      text: 'Third time lucky: revision D, this time with the holes where they belong.',
    }),
  ].map((letter) => ({ letter }))
}

function oddIdentities(write: Write): Posting[] {
  const sandvik = person('Sandvik')
  const formerName: Address = { name: 'Maren Vogt', address: `maren.vogt@${DOMAIN}` }
  const alias: Address = { name: 'Tomás Echeverría', address: `tomas@${ALIAS_DOMAIN}` }
  const question = write({
    from: person('Holm'),
    to: [MAREN_AUTHOR],
    ago: 12 * DAY,
    subject: 'Cable length for cell 3',
    text: 'Is 20 metres still fine for the cable to the control cabinet, or do we need a repeater?',
  })
  const thread = { inReplyTo: question.internetMessageId, references: [question.internetMessageId as string] }
  return [
    // An old acquaintance still writes to, and once Maren still wrote from, her former name.
    write({
      from: sandvik,
      to: [MAREN_AUTHOR],
      ago: 150 * DAY,
      subject: 'Your old address still works',
      text: 'I found this address in an old notebook. Does it still reach you?',
      more: { to: [formerName] },
    }),
    write({
      from: MAREN_AUTHOR,
      to: [sandvik],
      ago: 149 * DAY,
      subject: 'RE: Your old address still works',
      text: 'It does! But I have a new name by now, see below.',
      more: { from: formerName },
    }),
    write({
      from: TOMAS_AUTHOR,
      to: [person('Arrieta')],
      ago: 18 * DAY,
      subject: 'Nueva dirección corta',
      text: 'Le escribo desde mi dirección corta, las dos funcionan.',
      more: { from: alias },
    }),
    question,
    write({
      from: MAREN_AUTHOR,
      to: [person('Holm')],
      ago: 12 * DAY - 90,
      subject: 'RE: Cable length for cell 3',
      text: '20 metres is fine, 25 is the limit without a repeater.',
      more: thread,
    }),
    // Some mail systems break the thread: references right, conversation new.
    write({
      from: person('Holm'),
      to: [MAREN_AUTHOR],
      ago: 11 * DAY,
      subject: 'AW: Cable length for cell 3',
      text: 'Perfect, ordering 20 then.',
      more: thread,
    }),
    // A label printer that never heard of Message-ID.
    write({
      from: person('Pugh'),
      to: [MAREN_AUTHOR],
      ago: 40 * DAY,
      subject: 'Scan from LP-400',
      text: 'Scanned document attached.',
      more: { internetMessageId: null },
    }),
    // Sent by an assistant in somebody's name.
    write({
      from: person('Marchetti'),
      to: [MAREN_AUTHOR],
      ago: 25 * DAY,
      subject: 'Meeting room for the review',
      text: 'Helen asked me to confirm the large room for the review.',
      more: { sender: { name: 'Assistant to Helen Marchetti', address: 'office.marchetti@thornbury-pharma.example' } },
    }),
  ].map((letter) => ({ letter }))
}

function privateItems(write: Write): Posting[] {
  const secret = { sensitivity: 2 as const }
  return [
    write({
      from: person('Berger'),
      to: [MAREN_AUTHOR],
      ago: 60 * DAY,
      subject: 'Privat: Bewerbung',
      text: 'ganz im Vertrauen: Ich sehe mich nach etwas Neuem um. Hören Sie gelegentlich von offenen Stellen in der Region?',
      more: secret,
    }),
    write({
      from: MAREN_AUTHOR,
      to: [person('Berger')],
      ago: 59 * DAY,
      subject: 'AW: Privat: Bewerbung',
      text: 'das bleibt selbstverständlich unter uns. Ich halte die Ohren offen.',
      more: secret,
    }),
    write({
      from: person('Ocón'),
      to: [TOMAS_AUTHOR],
      ago: 70 * DAY,
      subject: 'Baja médica',
      text: 'Estaré de baja unas semanas; prefiero que quede entre nosotros.',
      more: secret,
    }),
    write({
      from: person('Ashdown-Price'),
      to: [MAREN_AUTHOR],
      ago: 45 * DAY,
      subject: 'Confidential: audit finding',
      text: 'Between us for now: the audit found a gap in the old system, which may speed things up.',
      more: { sensitivity: 3 },
    }),
  ].map((letter) => ({ letter }))
}

import { type Letter, stamp } from '../letters.ts'
import type { Address } from '../model.ts'
import { ALIAS_DOMAIN, DOMAIN } from './organisation.ts'
import { contacts, type DemoContact } from './people.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { ELEANOR_AUTHOR, MAREN_AUTHOR, ownAuthor, SABINE_AUTHOR, TOMAS_AUTHOR } from './staff.ts'
import { contactAuthor } from './threads.ts'
import { type Author, addressOf, writeHtml } from './writer.ts'

const DAY = 1440

/** The odd mail that every real mailbox holds, and that trips programs up. */
export function specialMail(anchor: number): Posting[] {
  const write = writerFor(anchor)
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

interface Note {
  from: Author
  to: Author[]
  /** Minutes before the anchor. */
  ago: number
  subject: string
  text: string
  more?: Partial<Letter>
}

type Write = (note: Note) => Letter

export function writerFor(anchor: number): Write {
  const random = new Random(3000 + (anchor % 2))
  let count = 0
  return ({ from, to, ago, subject, text, more }) => {
    const sent = new Date(anchor - ago * 60_000)
    const addressee = to[0] as Author
    return {
      internetMessageId: `<${random.hex(22)}.s${count}@${from.email.split('@')[1]}>`,
      conversation: `special-${count++}`,
      subject,
      html: writeHtml(
        {
          author: from,
          to: addressee,
          language: from.language === 'en' ? addressee.language : from.language,
          text,
          subject,
          sent,
        },
        random,
      ),
      from: addressOf(from),
      to: to.map(addressOf),
      sent: stamp(sent),
      ...more,
    }
  }
}

export const person = (lastName: string): Author =>
  contactAuthor(contacts.find((one) => one.lastName === lastName) as DemoContact)

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

function crowds(write: Write): Posting[] {
  const everybody = contacts.slice(0, 38).map((contact) => addressOf(contactAuthor(contact)))
  const others = Array.from({ length: 22 }, (_, i) => ({
    name: `Working group member ${i + 1}`,
    address: `member${i + 1}@optics-cluster.example`,
  }))
  const team = ['Raman', 'Pugh', 'Fenwick'].map(person)
  return [
    // Sixty addresses in one To line: everybody's contact, nobody's conversation.
    write({
      from: { ...ELEANOR_AUTHOR, name: 'Optics Cluster', email: 'office@optics-cluster.example' },
      to: [MAREN_AUTHOR],
      ago: 16 * DAY,
      subject: 'Minutes of the working group “Inspection standards”',
      text: 'Please find the minutes attached. Corrections until the end of the month, after that they count as agreed.',
      more: { to: [...everybody, ...others], cc: [addressOf(MAREN_AUTHOR), addressOf(TOMAS_AUTHOR)] },
    }),
    write({
      from: person('Raman'),
      to: [MAREN_AUTHOR],
      ago: 8 * DAY,
      subject: 'Line 4 extension: everybody in the loop',
      text: 'Putting everybody in copy so that we stop forwarding. Gareth has the drawings, Moira the budget, Maren the price.',
      more: { cc: [...team.slice(1).map(addressOf), addressOf(ELEANOR_AUTHOR), addressOf(TOMAS_AUTHOR)] },
    }),
    write({
      from: MAREN_AUTHOR,
      to: [person('Raman')],
      ago: 8 * DAY - 200,
      subject: 'RE: Line 4 extension: everybody in the loop',
      text: 'Good idea. Price is in the mail to Moira, drawings are fine by us.',
      more: { cc: team.slice(1).map(addressOf), bcc: [addressOf(ELEANOR_AUTHOR)] },
    }),
    write({
      from: SABINE_AUTHOR,
      to: [person('Sommer')],
      ago: 30 * DAY,
      subject: 'Auftragsverarbeitungsvertrag',
      text: 'anbei der unterzeichnete Vertrag. Für Fragen stehe ich gern zur Verfügung.',
      more: { cc: [addressOf(MAREN_AUTHOR)] },
    }),
  ].map((letter) => ({ letter }))
}

function meetings(write: Write, anchor: number): Posting[] {
  const request = (
    from: Author,
    to: Author,
    ago: number,
    subject: string,
    location: string,
    inDays: number,
  ): Letter => {
    const day = new Date(anchor + inDays * DAY * 60_000)
    const start = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 9)
    const meeting = { start: stamp(new Date(start)), end: stamp(new Date(start + 3_600_000)), location }
    const text = `Invitation: ${subject}, ${location}.`
    return write({
      from,
      to: [to],
      ago,
      subject,
      text,
      more: { messageClass: 'IPM.Schedule.Meeting.Request', meeting },
    })
  }
  return [
    request(person('Sandvik'), MAREN_AUTHOR, 2 * DAY, 'Arvika retrofit: site walk', 'Arvika, gate 2', 6),
    request(person('Okafor'), TOMAS_AUTHOR, DAY, 'VX-7 integration call', 'Video call', 2),
    request(MAREN_AUTHOR, person('Berger'), 4 * DAY, 'Projektbesprechung Linie 4', 'Weissach, Raum 2.14', 3),
    request(ELEANOR_AUTHOR, MAREN_AUTHOR, 5 * DAY, 'Quarterly planning', 'Freiburg, Lab kitchen', 8),
  ].map((letter) => ({ letter }))
}

function drafts(write: Write): Posting[] {
  return [
    write({
      from: MAREN_AUTHOR,
      to: [person('Kjeldsen')],
      ago: 95,
      subject: 'Proposal for the second plant',
      text: 'As promised, here is our thinking for the second plant.',
    }),
    write({
      from: MAREN_AUTHOR,
      to: [person('Wallner')],
      ago: 2 * DAY,
      subject: 'AW: Ersatzteile',
      text: 'die Ringlichter sind',
    }),
    write({
      from: TOMAS_AUTHOR,
      to: [person('Rousselle')],
      ago: 300,
      subject: 'Visite à Annecy',
      text: 'Je serai dans la région',
    }),
    write({
      from: ELEANOR_AUTHOR,
      to: [person('Tremblay')],
      ago: 6 * DAY,
      subject: 'Thank you for the visit',
      text: 'It was a pleasure to see the new hall.',
    }),
    {
      ...write({ from: TOMAS_AUTHOR, to: [TOMAS_AUTHOR], ago: 700, subject: '', text: '' }),
      to: [],
      internetMessageId: null,
    },
  ].map((letter) => ({ letter, draft: true }))
}

function thrownAway(write: Write): Posting[] {
  return contacts.slice(0, 14).map((contact, i) => {
    const owner = ownAuthor(contact.ownerEmail)
    const letter = write({
      from: contactAuthor(contact),
      to: [owner],
      ago: (i + 2) * 4 * DAY,
      subject: 'Recall: wrong attachment',
      text: 'Please delete my last mail, the attachment was for somebody else.',
    })
    return { letter, places: { [owner.email]: 'deleteditems' } }
  })
}

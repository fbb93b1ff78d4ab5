import { type Letter, stamp } from '../letters.ts'
import { person, type Write } from './note.ts'
import { contacts } from './people.ts'
import type { Posting } from './posting.ts'
import { ELEANOR_AUTHOR, MAREN_AUTHOR, ownAuthor, SABINE_AUTHOR, TOMAS_AUTHOR } from './staff.ts'
import { contactAuthor } from './threads.ts'
import { type Author, addressOf } from './writer.ts'

const DAY = 1440

export function crowds(write: Write): Posting[] {
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

export function meetings(write: Write, anchor: number): Posting[] {
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

export function drafts(write: Write): Posting[] {
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

const THROWN_AWAY = [
  ['Recall: wrong attachment', 'Please delete my last mail, the attachment was for somebody else.'],
  ['Out for lunch, back at two', 'This was meant for my team, sorry.'],
  ['Test, please ignore', 'Our new mail server says hello.'],
  ['Season’s greetings', 'A quiet holiday and a good start into the new year to all of you!'],
  ['Survey: how did we do?', 'One click is enough: happy, fair, or unhappy.'],
] as const

export function thrownAway(write: Write): Posting[] {
  return contacts.slice(0, 14).map((contact, i) => {
    const owner = ownAuthor(contact.ownerEmail)
    const [subject, text] = THROWN_AWAY[i % THROWN_AWAY.length] as (typeof THROWN_AWAY)[number]
    const letter = write({ from: contactAuthor(contact), to: [owner], ago: (i + 2) * 4 * DAY, subject, text })
    return { letter, places: { [owner.email]: 'deleteditems' } }
  })
}

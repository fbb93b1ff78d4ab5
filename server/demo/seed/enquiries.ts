import { stamp } from '../letters.ts'
import { answerTime, pastTime } from './calendar.ts'
import { companies } from './people.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { INFO_AUTHOR, JONAS_AUTHOR, ownAuthor } from './staff.ts'
import { type Author, addressOf, writeHtml } from './writer.ts'

const FIRST = [
  'Laura',
  'Henrik',
  'Yara',
  'Stefan',
  'Chloé',
  'Diego',
  'Megan',
  'Oskar',
  'Beatriz',
  'Hugo',
  'Silke',
  'Arjun',
  'Paula',
  'Émile',
]
const LAST = [
  'Hofmann',
  'Dahl',
  'Costa',
  'Keane',
  'Lefèvre',
  'Navarro',
  'Brinkmann',
  'Osei',
  'Lindgren',
  'Moreau',
  'Ibarra',
  'Schuster',
  'Nolan',
  'Vidal',
]
const FIRMS = [
  'Talweg Kunststoffe',
  'Brackwater Cannery',
  'Kobalt Batterien',
  'Ferme Solaire',
  'Estuary Paper',
  'Rotonda Wines',
  'Silbertal Molkerei',
  'Hexham Castings',
]
const ASKS: [subject: string, text: string][] = [
  ['Catalogue request', 'Could you send me your current catalogue and a price list for the line-scan cameras?'],
  [
    'Anfrage über Ihr Kontaktformular',
    'wir suchen eine Lösung zur Prüfung von Schweißnähten, etwa 40 Teile pro Minute. Haben Sie so etwas im Programm?',
  ],
  ['Question about the HX-200', 'Is the HX-200 available with a PROFINET interface, and from which firmware?'],
  ['Demande de documentation', 'Pourriez-vous nous envoyer la documentation technique de la VX-7 ?'],
  ['Solicitud de visita', 'Nos gustaría recibir la visita de un comercial para un proyecto de inspección de botellas.'],
  ['Distributor for Portugal?', 'Do you have a distributor for Portugal, or do you ship directly?'],
  [
    'Application for an internship',
    'I study mechatronics and would love to spend my internship semester with you. My CV is attached.',
  ],
  [
    'Your opening hours on public holidays',
    'Will your warehouse be open on the bridge day? We would like to collect an order.',
  ],
]

/** What strangers write to the shared mailbox, and the answers from it. */
export function enquiries(anchor: number): Posting[] {
  return Array.from({ length: 56 }, (_, i) => {
    const random = new Random(9000 + i)
    const who = enquirer(random)
    const [subject, text] = random.pick(ASKS)
    const asked = i < 3 ? pastTime(anchor, 1, random) : pastTime(anchor, 500, random)
    const question = { author: who, to: INFO_AUTHOR, language: who.language, text, subject, sent: new Date(asked) }
    const first = letter(question, `enquiry-${i}`, null, random)
    const time = answerTime(asked, random)
    if (time > anchor || random.chance(0.35)) return [{ letter: first }]
    const handOver = ownAuthor(companies[i % companies.length]?.ownerEmail ?? '')
    const reply = `Thank you for your message. My colleague ${handOver.name} looks after your region and will get back to you with the details.`
    const answer = {
      author: INFO_AUTHOR,
      to: who,
      language: 'en' as const,
      text: reply,
      subject: `RE: ${subject}`,
      sent: new Date(time),
      previous: question,
    }
    const second = letter(answer, `enquiry-${i}`, first.internetMessageId, random)
    return [{ letter: first }, { letter: { ...second, cc: [addressOf(i % 5 === 0 ? JONAS_AUTHOR : handOver)] } }]
  }).flat()
}

function letter(
  written: Parameters<typeof writeHtml>[0],
  conversation: string,
  answered: string | null,
  random: Random,
) {
  return {
    internetMessageId: `<${random.hex(24)}@${written.author.email.split('@')[1]}>`,
    conversation,
    subject: written.subject,
    html: writeHtml(written, random),
    from: addressOf(written.author),
    to: [addressOf(written.to)],
    sent: stamp(written.sent),
    inReplyTo: answered,
    references: answered ? [answered] : [],
  }
}

function enquirer(random: Random): Author {
  const [first, last, company] = [random.pick(FIRST), random.pick(LAST), random.pick(FIRMS)]
  const domain = `${company
    .toLowerCase()
    .replaceAll(' ', '-')
    .normalize('NFD')
    .replace(/[^a-z-]/g, '')}.example`
  const local = `${first}.${last}`
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z.]/g, '')
  return {
    name: `${first} ${last}`,
    email: `${local}@${domain}`,
    salutation: 'f',
    language: 'en',
    jobTitle: random.pick(['Purchasing', 'Process Engineer', 'Plant Manager', 'Project Lead']),
    company,
    phone: `+44 1632 960${random.int(800, 999)}`,
    mobile: null,
    web: `www.${domain}`,
  }
}

import { stamp } from '../letters.ts'
import { answerTime, pastTime } from './calendar.ts'
import { companies, type Language } from './people.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { INFO_AUTHOR, JONAS_AUTHOR, ownAuthor } from './staff.ts'
import { type Author, addressOf, writeHtml } from './writer.ts'

interface Region {
  people: string[]
  firms: string[]
  /** All but the last two digits. */
  phone: string
  asks: [subject: string, text: string][]
}

/** By language: who asks, from where, and what. */
const REGIONS: Record<Language, Region> = {
  en: {
    people: ['Laura Keane', 'Henrik Dahl', 'Megan Nolan', 'Arjun Osei', 'Oskar Lindgren', 'Yara Costa'],
    firms: ['Brackwater Cannery', 'Estuary Paper', 'Hexham Castings', 'Tidemark Labels'],
    phone: '+44 1632 9608',
    asks: [
      ['Catalogue request', 'Could you send me your current catalogue and a price list for the line-scan cameras?'],
      ['Question about the HX-200', 'Is the HX-200 available with a PROFINET interface, and from which firmware?'],
      ['Distributor for Portugal?', 'Do you have a distributor for Portugal, or do you ship directly?'],
      [
        'Opening hours on public holidays',
        'Will your warehouse be open on the bridge day? We would like to collect an order.',
      ],
      [
        'Article for our trade magazine',
        'We are preparing a piece on inspection in food plants. Would somebody of yours give us half an hour?',
      ],
    ],
  },
  de: {
    people: ['Stefan Hofmann', 'Silke Brinkmann', 'Paula Schuster', 'Jörg Niederle'],
    firms: ['Talweg Kunststoffe', 'Kobalt Batterien', 'Silbertal Molkerei'],
    phone: '+49 40 66969 ',
    asks: [
      [
        'Anfrage über Ihr Kontaktformular',
        'wir suchen eine Lösung zur Prüfung von Schweißnähten, etwa 40 Teile pro Minute. Haben Sie so etwas im Programm?',
      ],
      [
        'Bewerbung um ein Praktikum',
        'ich studiere Mechatronik und würde mein Praxissemester gern bei Ihnen verbringen. Mein Lebenslauf liegt bei.',
      ],
      ['Preisliste', 'bitte senden Sie uns Ihre aktuelle Preisliste für Wiederverkäufer.'],
    ],
  },
  fr: {
    people: ['Chloé Lefèvre', 'Hugo Moreau', 'Émile Vidal'],
    firms: ['Ferme Solaire', 'Papeteries du Vexin'],
    phone: '+33 2 61 91 20 ',
    asks: [
      ['Demande de documentation', 'Pourriez-vous nous envoyer la documentation technique de la VX-7 ?'],
      ['Formation des opérateurs', 'Proposez-vous une formation pour nos opérateurs, sur site et en français ?'],
    ],
  },
  es: {
    people: ['Diego Navarro', 'Beatriz Ibarra', 'Rocío Lerma'],
    firms: ['Bodegas Rotonda', 'Plásticos Turia'],
    phone: '+34 910 55 01 ',
    asks: [
      [
        'Solicitud de visita',
        'Nos gustaría recibir la visita de un comercial para un proyecto de inspección de botellas.',
      ],
      ['Consulta sobre recambios', '¿Venden anillos de luz sueltos para equipos antiguos? El nuestro es de 2016.'],
    ],
  },
}

/** What strangers write to the shared mailbox, and the answers from it. */
export function enquiries(anchor: number): Posting[] {
  return Array.from({ length: 56 }, (_, i) => {
    const random = new Random(9000 + i)
    const who = enquirer(random)
    const [subject, text] = random.pick(REGIONS[who.language].asks)
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
  const language = random.pick<Language>(['en', 'en', 'de', 'fr', 'es'])
  const { people, firms, phone } = REGIONS[language]
  const [name, company] = [random.pick(people), random.pick(firms)]
  const domain = `${ascii(company.replaceAll(' ', '-'))}.example`
  return {
    name,
    email: `${ascii(name.replace(' ', '.'))}@${domain}`,
    salutation: 'f',
    language,
    jobTitle: '',
    company,
    phone: `${phone}${random.int(10, 99)}`,
    mobile: null,
    web: `www.${domain}`,
  }
}

const ascii = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z.-]/g, '')

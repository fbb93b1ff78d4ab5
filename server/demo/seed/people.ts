import { DOMAIN } from './organisation.ts'

/** The people outside the organisation whom the demo's mail is about. All invented; domains end in `.example`. */
export type Language = 'en' | 'de' | 'fr' | 'es'

export interface DemoCompany {
  name: string
  domain: string
  country: string
  city: string
  phone: string
  language: Language
  /** Our person for it. */
  ownerEmail: string
}

export interface DemoContact {
  firstName: string
  lastName: string
  email: string
  /** Further addresses the person writes from. */
  aliases: string[]
  phone: string
  mobile: string | null
  jobTitle: string
  department: string
  companyName: string
  domain: string
  country: string
  language: Language
  /** Form of address where the language asks for one. */
  salutation: 'f' | 'm'
  role: 'Decision Maker' | 'Influencer' | 'Champion' | 'Blocker' | 'End User' | 'Other'
  ownerEmail: string
  source: string
  tags: string[]
  linkedin: string | null
  /** How many conversations the mailboxes hold with them. */
  threads: number
}

/** What somebody told us about marketing mail, and how long ago. */
export interface DemoConsent {
  email: string
  monthsAgo: number
  status: 'opted_in' | 'opted_out'
  type?: 'explicit' | 'implied'
  purpose?: 'tracking'
  source: string
  event?: 'purchase' | 'contract' | 'inquiry'
  objection?: boolean
  evidence?: { text?: string; url?: string; spoken?: boolean; note?: string }
}

export const MAREN = `maren.lindqvist@${DOMAIN}`
export const TOMAS = `tomas.echeverria@${DOMAIN}`

// biome-ignore format: one company a row
const COMPANY_ROWS: [name: string, domain: string, country: string, city: string, phone: string, language: Language, owner: string][] = [
  ['Weissach Präzision GmbH', 'weissach-praezision.example', 'DE', 'Stuttgart', '+49 30 23125 100', 'de', MAREN],
  ['Nordhavn Packaging A/S', 'nordhavn-packaging.example', 'DK', 'Aarhus', '+45 70 20 30 40', 'en', MAREN],
  ['Bergström Timber AB', 'bergstrom-timber.example', 'SE', 'Arvika', '+46 8 465 004 10', 'en', MAREN],
  ['Alpenglas Wiener AG', 'alpenglas.example', 'AT', 'Linz', '+43 732 7810 200', 'de', MAREN],
  ['Rüttimann Uhrenteile', 'ruettimann.example', 'CH', 'Grenchen', '+41 32 654 20 20', 'de', MAREN],
  ['Hollander & Voss Logistics', 'hollander-voss.example', 'NL', 'Rotterdam', '+31 10 400 50 60', 'en', MAREN],
  ['Kestrel Foods Ltd', 'kestrel-foods.example', 'GB', 'Leeds', '+44 1632 960200', 'en', MAREN],
  ['Thornbury Pharma plc', 'thornbury-pharma.example', 'GB', 'Bristol', '+44 1632 960310', 'en', MAREN],
  ['Verrerie du Lac', 'verrerie-du-lac.example', 'FR', 'Annecy', '+33 4 65 71 20 10', 'fr', TOMAS],
  ['Groupe Mirabel', 'groupe-mirabel.example', 'FR', 'Lyon', '+33 4 65 71 55 00', 'fr', TOMAS],
  ['Conservas Ribera Alta', 'ribera-alta.example', 'ES', 'Logroño', '+34 941 20 30 40', 'es', TOMAS],
  ['Cerámicas Altozano', 'altozano.example', 'ES', 'Castellón', '+34 964 22 33 44', 'es', TOMAS],
  ['Larkspur Robotics Inc.', 'larkspur-robotics.example', 'US', 'Boulder', '+1 303 555 0110', 'en', TOMAS],
  ['Maplewood Beverage Co.', 'maplewood-beverage.example', 'CA', 'Guelph', '+1 519 555 0120', 'en', TOMAS],
  ['Pennine Bearings', 'pennine-bearings.example', 'GB', 'Sheffield', '+44 1632 960440', 'en', MAREN],
]

export const companies: DemoCompany[] = COMPANY_ROWS.map(
  ([name, domain, country, city, phone, language, ownerEmail]) => ({
    name,
    domain,
    country,
    city,
    phone,
    language,
    ownerEmail,
  }),
)

type Row = [
  name: string,
  salutation: 'f' | 'm',
  domain: string,
  jobTitle: string,
  department: string,
  role: DemoContact['role'],
  phone: string,
  mobile: string | null,
  source: string,
  tags: string[],
  threads: number,
  alias?: string,
]

// biome-ignore format: one person a row
const CONTACT_ROWS: Row[] = [
  ['Katrin Berger', 'f', 'weissach-praezision.example', 'Leiterin Qualitätssicherung', 'Qualität', 'Champion', '+49 30 23125 114', '+49 176 040690 14', 'Trade fair', ['vip', 'automotive', 'pilot customer'], 26],
  ['Matthias Oehler', 'm', 'weissach-praezision.example', 'Einkaufsleiter', 'Einkauf', 'Decision Maker', '+49 30 23125 120', null, 'Referral', ['automotive', 'purchasing'], 8],
  ['Lena Hartwig', 'f', 'weissach-praezision.example', 'Prozessingenieurin', 'Produktion', 'End User', '+49 30 23125 133', '+49 176 040690 33', 'M365', ['automotive'], 4],
  ['Søren Kjeldsen', 'm', 'nordhavn-packaging.example', 'Plant Director', 'Operations', 'Decision Maker', '+45 70 20 30 41', '+45 20 30 40 51', 'Website', ['packaging', 'vip'], 7],
  ['Freja Holm', 'f', 'nordhavn-packaging.example', 'Automation Engineer', 'Engineering', 'Champion', '+45 70 20 30 44', null, 'Website', ['packaging'], 6],
  ['Anders Bergström', 'm', 'bergstrom-timber.example', 'Managing Director', 'Management', 'Decision Maker', '+46 8 465 004 11', '+46 70 174 06 11', 'Referral', ['timber', 'arvika retrofit'], 6],
  ['Ingrid Sandvik', 'f', 'bergstrom-timber.example', 'Production Manager', 'Production', 'Champion', '+46 8 465 004 15', '+46 70 174 06 15', 'Referral', ['timber', 'arvika retrofit', 'vip'], 27, 'ingrid.nyman@bergstrom-timber.example'],
  ['Johanna Steinlechner', 'f', 'alpenglas.example', 'Technische Leiterin', 'Technik', 'Decision Maker', '+43 732 7810 211', '+43 660 555 0211', 'Trade fair', ['glass'], 7],
  ['Florian Wallner', 'm', 'alpenglas.example', 'Instandhaltung', 'Technik', 'End User', '+43 732 7810 219', null, 'Support', ['glass', 'service contract'], 5],
  ['Urs Rüttimann', 'm', 'ruettimann.example', 'Geschäftsführer', 'Geschäftsleitung', 'Decision Maker', '+41 32 654 20 21', '+41 79 555 01 21', 'Trade fair', ['watches', 'swiss'], 5],
  ['Claudia Zbinden', 'f', 'ruettimann.example', 'Leiterin Montage', 'Produktion', 'Influencer', '+41 32 654 20 27', null, 'Trade fair', ['watches', 'swiss'], 3],
  ['Pieter van der Meulen', 'm', 'hollander-voss.example', 'Head of Warehouse Systems', 'IT', 'Champion', '+31 10 400 50 61', '+31 6 1234 0161', 'Webinar', ['logistics'], 6],
  ['Sanne de Wit', 'f', 'hollander-voss.example', 'Procurement Manager', 'Procurement', 'Blocker', '+31 10 400 50 66', null, 'Webinar', ['logistics', 'purchasing'], 4],
  ['Priya Raman', 'f', 'kestrel-foods.example', 'Operations Director', 'Operations', 'Decision Maker', '+44 1632 960201', '+44 7700 900201', 'Trade fair', ['food', 'vip'], 25],
  ['Gareth Pugh', 'm', 'kestrel-foods.example', 'Line Engineer', 'Engineering', 'End User', '+44 1632 960214', null, 'Support', ['food'], 6],
  ['Moira Fenwick', 'f', 'kestrel-foods.example', 'Accounts Payable', 'Finance', 'Other', '+44 1632 960220', null, 'M365', ['food', 'invoices'], 4],
  ['Oliver Ashdown-Price', 'm', 'thornbury-pharma.example', 'Validation Lead', 'Quality', 'Influencer', '+44 1632 960312', '+44 7700 900312', 'Referral', ['pharma', 'gmp'], 6],
  ['Helen Marchetti', 'f', 'thornbury-pharma.example', 'VP Manufacturing', 'Manufacturing', 'Decision Maker', '+44 1632 960318', '+44 7700 900318', 'Referral', ['pharma', 'vip'], 4],
  ['Dev Malhotra', 'm', 'thornbury-pharma.example', 'IT Security', 'IT', 'Blocker', '+44 1632 960325', null, 'M365', ['pharma'], 3],
  ['Camille Rousselle', 'f', 'verrerie-du-lac.example', 'Directrice industrielle', 'Production', 'Decision Maker', '+33 4 65 71 20 11', '+33 6 39 98 20 11', 'Trade fair', ['verre', 'vip'], 7],
  ['Baptiste Girodet', 'm', 'verrerie-du-lac.example', 'Ingénieur vision', 'Méthodes', 'Champion', '+33 4 65 71 20 18', '+33 6 39 98 20 18', 'Trade fair', ['verre'], 6],
  ['Nathalie Perrachon', 'f', 'verrerie-du-lac.example', 'Acheteuse', 'Achats', 'Influencer', '+33 4 65 71 20 25', null, 'M365', ['verre', 'purchasing'], 3],
  ['Étienne Mirabel', 'm', 'groupe-mirabel.example', 'Directeur général', 'Direction', 'Decision Maker', '+33 4 65 71 55 01', '+33 6 39 98 55 01', 'Referral', ['cosmétique'], 4],
  ['Solène Vauquelin', 'f', 'groupe-mirabel.example', 'Responsable qualité', 'Qualité', 'Champion', '+33 4 65 71 55 09', '+33 6 39 98 55 09', 'Website', ['cosmétique', 'pilot customer'], 6, 'solene.marchand@groupe-mirabel.example'],
  ['Karim Belhadj', 'm', 'groupe-mirabel.example', 'Technicien de maintenance', 'Maintenance', 'End User', '+33 4 65 71 55 16', null, 'Support', ['cosmétique'], 3],
  ['Lucía Arrieta', 'f', 'ribera-alta.example', 'Directora de planta', 'Producción', 'Decision Maker', '+34 941 20 30 41', '+34 600 00 30 41', 'Trade fair', ['food', 'vip'], 7],
  ['Javier Ocón', 'm', 'ribera-alta.example', 'Jefe de calidad', 'Calidad', 'Champion', '+34 941 20 30 45', null, 'Trade fair', ['food'], 5],
  ['Marta Zubizarreta', 'f', 'ribera-alta.example', 'Compras', 'Compras', 'Influencer', '+34 941 20 30 48', null, 'M365', ['food', 'purchasing'], 3],
  ['Andreu Ferrer', 'm', 'altozano.example', 'Director técnico', 'Ingeniería', 'Decision Maker', '+34 964 22 33 45', '+34 600 00 33 45', 'Website', ['ceramics'], 5],
  ['Nuria Peñarroya', 'f', 'altozano.example', 'Responsable de línea', 'Producción', 'End User', '+34 964 22 33 49', null, 'Website', ['ceramics'], 3],
  ['Grace Okafor', 'f', 'larkspur-robotics.example', 'Director of Engineering', 'Engineering', 'Decision Maker', '+1 303 555 0111', '+1 303 555 0191', 'Website', ['robotics', 'oem', 'vip'], 8],
  ['Ben Castellano', 'm', 'larkspur-robotics.example', 'Vision Software Engineer', 'Engineering', 'Champion', '+1 303 555 0114', null, 'Website', ['robotics', 'oem'], 6],
  ['Tasha Whitfield', 'f', 'larkspur-robotics.example', 'Supply Chain Manager', 'Supply Chain', 'Influencer', '+1 303 555 0118', null, 'Referral', ['robotics', 'purchasing'], 4],
  ['Marc-André Gagnon', 'm', 'maplewood-beverage.example', 'Maintenance Supervisor', 'Maintenance', 'End User', '+1 519 555 0121', '+1 519 555 0171', 'Trade fair', ['beverage', 'canada'], 4],
  ['Allison Tremblay', 'f', 'maplewood-beverage.example', 'VP Operations', 'Operations', 'Decision Maker', '+1 519 555 0122', '+1 519 555 0172', 'Trade fair', ['beverage', 'canada'], 5],
  ['Rupert Sykes', 'm', 'pennine-bearings.example', 'Technical Director', 'Engineering', 'Decision Maker', '+44 1632 960441', null, 'Referral', ['automotive'], 5],
  ['Amina Siddiqui', 'f', 'pennine-bearings.example', 'Quality Engineer', 'Quality', 'Champion', '+44 1632 960446', '+44 7700 900446', 'Referral', ['automotive', 'pilot customer'], 6],
  ['Tom Hargreaves', 'm', 'pennine-bearings.example', 'Buyer', 'Purchasing', 'Influencer', '+44 1632 960449', null, 'M365', ['automotive', 'purchasing'], 3],
  ['Dr. Annegret Sommer', 'f', 'alpenglas.example', 'Vorständin', 'Vorstand', 'Decision Maker', '+43 732 7810 201', null, 'Referral', ['glass'], 2],
  ['Jan Willem Bakker', 'm', 'hollander-voss.example', 'Project Manager', 'Projects', 'Champion', '+31 10 400 50 72', '+31 6 1234 0172', 'Referral', ['logistics', 'pilot customer'], 5, 'jw.bakker@hollander-voss.example'],
]

export const contacts: DemoContact[] = CONTACT_ROWS.map(
  ([name, salutation, domain, jobTitle, department, role, phone, mobile, source, tags, threads, alias]) => {
    const company = companies.find((one) => one.domain === domain) as DemoCompany
    const { firstName, lastName } = splitName(name)
    const local = `${plain(firstName)}.${plain(lastName)}`
    return {
      firstName,
      lastName,
      email: `${local}@${domain}`,
      aliases: alias ? [alias] : [],
      phone,
      mobile,
      jobTitle,
      department,
      companyName: company.name,
      domain,
      country: company.country,
      language: company.language,
      salutation,
      role,
      ownerEmail: company.ownerEmail,
      source,
      tags,
      linkedin: threads > 4 ? `https://www.linkedin.com/in/${local.replace('.', '-')}-demo` : null,
      threads,
    }
  },
)

const NEWSLETTER = {
  text: 'Yes, send me news about inspection systems by email. I can withdraw this at any time.',
  url: `https://www.${DOMAIN}/newsletter`,
}

/** A few of each kind: shown on the form, said at a fair, bought or asked something, refused. Canada's clocks run. */
// biome-ignore format: one consent a row
export const consents: DemoConsent[] = [
  { email: 'soren.kjeldsen@nordhavn-packaging.example', monthsAgo: 14, status: 'opted_in', type: 'explicit', source: 'Website', evidence: NEWSLETTER },
  { email: 'solene.vauquelin@groupe-mirabel.example', monthsAgo: 9, status: 'opted_in', type: 'explicit', source: 'Website', evidence: NEWSLETTER },
  { email: 'solene.vauquelin@groupe-mirabel.example', monthsAgo: 9, status: 'opted_in', type: 'explicit', purpose: 'tracking', source: 'Website', evidence: NEWSLETTER },
  { email: 'urs.ruettimann@ruettimann.example', monthsAgo: 7, status: 'opted_in', type: 'explicit', source: 'Trade fair', evidence: { spoken: true, note: 'Told us at the stand in Geneva that he wants the product news, in German.' } },
  { email: 'allison.tremblay@maplewood-beverage.example', monthsAgo: 23, status: 'opted_in', type: 'implied', source: 'Order 4417', event: 'purchase' },
  { email: 'marc-andre.gagnon@maplewood-beverage.example', monthsAgo: 5, status: 'opted_in', type: 'implied', source: 'Trade fair', event: 'inquiry' },
  { email: 'sanne.dewit@hollander-voss.example', monthsAgo: 4, status: 'opted_out', source: 'Email reply', objection: true },
  { email: 'dev.malhotra@thornbury-pharma.example', monthsAgo: 11, status: 'opted_out', source: 'Email reply' },
]

function splitName(name: string): { firstName: string; lastName: string } {
  const words = name.replace(/^Dr\. /, '').split(' ')
  const given = words[0] === 'Jan' ? 2 : 1
  return { firstName: words.slice(0, given).join(' '), lastName: words.slice(given).join(' ') }
}

/** The local part IT departments make of a name. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z-]/g, '')
}

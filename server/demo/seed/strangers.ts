import type { Language } from './people.ts'

/** People who write, whom nobody has made a contact of yet; their signatures tell who they are. */
export interface Stranger {
  name: string
  email: string
  salutation: 'f' | 'm'
  language: Language
  jobTitle: string
  company: string
  phone: string
  mobile: string | null
  web: string
  threads: number
  owner: 'maren' | 'tomas'
}

// biome-ignore format: one person a row
const ROWS: [string, 'f' | 'm', string, Language, string, string, string, string | null, number, 'maren' | 'tomas'][] = [
  ['Hannah Whitlock', 'f', 'hannah.whitlock@northmoor-dairy.example', 'en', 'Head of Packaging', 'Northmoor Dairy Co-operative', '+44 1632 960571', '+44 7700 900571', 3, 'maren'],
  ['Dominik Pfister', 'm', 'd.pfister@pfister-werkzeugbau.example', 'de', 'Betriebsleiter', 'Pfister Werkzeugbau GmbH', '+49 69 90009 231', '+49 176 040690 81', 3, 'maren'],
  ['Elif Yıldırım', 'f', 'elif.yildirim@bosporus-cam.example', 'en', 'Export Manager', 'Bosporus Cam Sanayi', '+90 212 555 01 44', null, 2, 'maren'],
  ['Margaux Delcourt', 'f', 'm.delcourt@atelier-delcourt.example', 'fr', 'Responsable innovation', 'Atelier Delcourt', '+33 1 99 00 41 18', '+33 6 39 98 41 18', 3, 'tomas'],
  ['Iñaki Goikoetxea', 'm', 'igoikoetxea@forjas-urola.example', 'es', 'Jefe de mantenimiento', 'Forjas Urola S. Coop.', '+34 943 55 01 12', '+34 600 00 01 12', 3, 'tomas'],
  ['Rachel Steinman', 'f', 'rsteinman@copperline-brewing.example', 'en', 'Packaging Manager', 'Copperline Brewing', '+1 720 555 0147', null, 2, 'tomas'],
  ['Bastian Kröger', 'm', 'bastian.kroeger@weissach-praezision.example', 'de', 'Teamleiter Messtechnik', 'Weissach Präzision GmbH', '+49 30 23125 147', null, 2, 'maren'],
  ['Wei Zhang', 'f', 'wei.zhang@lumen-parts.example', 'en', 'Sourcing Specialist', 'Lumen Parts Trading', '+44 1632 960733', null, 2, 'tomas'],
  ['Yusuf Al-Masri', 'm', 'yusuf@almasri-packaging.example', 'en', 'General Manager', 'Al-Masri Packaging', '+44 1632 960790', '+44 7700 900790', 2, 'maren'],
  ['Clara Benavides', 'f', 'clara.benavides@vitrales-sur.example', 'es', 'Gerente', 'Vitrales del Sur', '+34 955 55 01 63', '+34 600 00 01 63', 2, 'tomas'],
]

export const strangers: Stranger[] = ROWS.map(
  ([name, salutation, email, language, jobTitle, company, phone, mobile, threads, owner]) => ({
    name,
    salutation,
    email,
    language,
    jobTitle,
    company,
    phone,
    mobile,
    threads,
    owner,
    web: `www.${email.split('@')[1]}`,
  }),
)

import type { Language } from './people.ts'
import type { Random } from './random.ts'

/** Details of one conversation, by the names that scenarios use. */
export type Slots = Record<string, string>

const DAY = 86_400_000
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', es: 'es-ES' }
const PRODUCTS = ['LineSight 4K', 'LineSight Mono', 'VX-7', 'HX-200', 'TruePitch 3D']
const FAIRS = ['Vision Forum', 'PackLine Expo', 'SensorWeek', 'InterPlant']
const COLLEAGUES = [
  'Sofie Lund',
  'Daniel Marsh',
  'Elke Reinhold',
  'Pascal Tessier',
  'Irene Soler',
  'Niamh Doyle',
  'Ulf Ekdahl',
]
const LINES: Record<Language, string[]> = {
  en: ['line 2', 'line 4', 'the bottling line', 'packaging line 1', 'cell 3', 'the sorting line'],
  de: ['Linie 2', 'Linie 4', 'Zelle 3', 'der Verpackungslinie', 'Anlage 7'],
  fr: ['la ligne 2', 'la ligne 4', 'la ligne de conditionnement', 'l’îlot 3'],
  es: ['la línea 2', 'la línea 4', 'la línea de envasado', 'la célula 3'],
}

/** Draws the details of a conversation that begins at `start` and concerns a place. */
export function drawSlots(random: Random, language: Language, start: Date, site: string, currency: string): Slots {
  const locale = LOCALES[language]
  const soon = new Date(start.getTime() + random.int(12, 40) * DAY)
  const amount = random.int(18, 940) * 50
  const money = (value: number) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(value)
  return {
    product: random.pick(PRODUCTS),
    qty: String(random.int(2, 24)),
    line: random.pick(LINES[language]),
    site,
    city: site,
    amount: money(amount),
    lower: money(Math.round((amount * 0.93) / 10) * 10),
    po: `${random.int(45, 49)}00${random.int(10_000, 99_999)}`,
    ref: `${start.getUTCFullYear() % 100}-${random.int(1000, 9899)}`,
    serial: `LS${random.int(21, 26)}-${random.int(10_000, 99_999)}`,
    tracking: `HO${random.int(100_000_000, 999_999_999)}`,
    week: String(weekOf(soon)),
    thisweek: String(weekOf(start)),
    date: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' }).format(soon),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(workday(soon)),
    month: new Intl.DateTimeFormat(locale, { month: 'long' }).format(soon),
    year: String(soon.getUTCFullYear()),
    time: random.pick(['9:30', '10:00', '11:15', '14:00', '15:30']),
    hall: random.pick(['3', '5', '8A']),
    days: random.pick(['7', '14', '30']),
    fair: random.pick(FAIRS),
    name2: random.pick(COLLEAGUES),
  }
}

/** Fills `{slots}` and takes one of each `[a|b]`. */
export function fill(template: string, slots: Slots, random: Random): string {
  return template
    .replace(/\[([^\][]*)\]/g, (_, choices: string) => random.pick(choices.split('|')))
    .replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)
}

function workday(date: Date): Date {
  const day = date.getUTCDay()
  return day === 0 || day === 6 ? new Date(date.getTime() + 2 * DAY) : date
}

/** ISO 8601 week number. */
export function weekOf(date: Date): number {
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
  thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7))
  return 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY))
}

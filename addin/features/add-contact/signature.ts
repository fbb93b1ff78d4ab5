export interface Signature {
  jobTitle: string
  /** The company as its own people spell it; only a line that fits the domain of their address counts. */
  company: string
  phone: string
  mobile: string
}

/** What is searched when nothing separates the signature from the text. */
const searchedLines = 18

/** Where the quoted earlier mail begins, in Outlook's and others' words (en, de, fr, es). */
const quoteStart = new RegExp(
  [
    '^_{5,}$',
    '^-{2,}\\s*(original message|ursprüngliche nachricht|message d.origine|mensaje original|forwarded message|weitergeleitete nachricht).*',
    '^(from|von|de)\\s?:\\s.+',
    '^(on|am|le|el)\\s.{6,120}\\s(wrote|schrieb.*|a écrit|escribió)\\s?:?$',
    '^>',
  ].join('|'),
  'iu',
)

const delimiter = /^(--|—|––)\s*$/u

const greeting =
  /^(?:with\s+)?(?:kind|best|warm|many thanks|thanks|thank you|regards|cheers|sincerely|yours|mit freundlichen|mit besten|beste|viele|liebe|freundliche|herzliche|schöne|mfg|lg|cordialement|bien (?:à vous|cordialement)|sincères|salutations|meilleures|bonne journée|belle journée|saludos|un (?:cordial )?saludo|atentamente|cordialmente|gracias|muchas gracias)(?!\p{L})/iu

const mobileLabel = /^(?:m|mob|mobile|mobil|cell|cell phone|handy|portable|móvil|movil|celular|gsm)$/iu
const phoneLabel =
  /^(?:t|p|tel|tél|phone|direct|direct line|office|telefon|tel\.?-?nr|fon|durchwahl|büro|téléphone|ligne directe|standard|fixe|bureau|teléfono|tfno|tlf|oficina|d|o)$/iu
const faxLabel = /^(?:f|fax|télécopie|telefax)$/iu

/** A number with its optional label before it ("Mobil: +49 …") or after it ("+44 … (mobile)"). */
const numbered =
  /(?:(?:^|[\s|·•,;/])(\p{L}[\p{L}\s.-]{0,14}?)\.?\s*[:.]?\s*)?(\+?\(?\d[\d\s()./\u00a0-]{6,24}\d(?:\s?(?:x|ext\.?|poste|dw|durchwahl)\s?\d{1,5})?)(?:\s*\((\p{L}+)\))?/giu

const titleWords =
  /(?<!\p{L})(?:manager|director|head|lead|engineer|developer|consultant|officer|president|founder|partner|analyst|assistant|associate|architect|designer|specialist|coordinator|executive|representative|administrator|buyer|owner|advisor|adviser|counsel|scientist|researcher|teacher|nurse|planner|strategist|c[etfoim]o|vp|svp|evp|leiter(?:in)?|\p{L}*leiter(?:in)?|geschäftsführer(?:in)?|berater(?:in)?|\p{L}*berater(?:in)?|entwickler(?:in)?|ingenieur(?:in|e)?|einkäufer(?:in)?|vertrieb\p{L}*|einkauf|sachbearbeiter(?:in)?|\p{L}*referent(?:in)?|assistenz|vorstand|prokurist(?:in)?|inhaber(?:in)?|projektmanager(?:in)?|directeur|directrice|responsable|chargée?|cheffe?|gérante?|ingénieure?|conseillère?|conseiller|acheteur|acheteuse|président[e]?|fondateur|fondatrice|commerciale?|consultante?|jefe|jefa|directora?|gerente|responsable|ingenier[oa]|asesora?|consultora?|comercial|compras|fundadora?|socia|socio|técnic[oa]|coordinadora?|presidenta?)(?!\p{L})/iu

/** Lines that only look like titles: addresses of a company, legal notices, links. */
const notTitle =
  /@|https?:|www\.|\d{3,}|(?<!\p{L})(?:gmbh|registergericht|handelsregister|amtsgericht|hrb|ust-id|siret|sitz der gesellschaft|geschäftsführung|managing directors?|geschäftsführer:|vat|cif|confidential\p{L}*|disclaimer)(?!\p{L})/iu

/**
 * Reads job title and phone numbers from the signature of a plain-text mail in English, German, French or
 * Spanish. Looks only at the writer's own words, never at quoted mail; a fax number is nobody's phone.
 * Every part is empty where the signature does not tell.
 * @param text plain text of the whole body
 * @param name display name of the writer; the title stands on the line with it or below it
 * @param domainName the name in the domain of the writer's address, without its ending: `acme`
 */
export function parseSignature(text: string, name = '', domainName = ''): Signature {
  const lines = signatureLines(text)
  return { jobTitle: findTitle(lines, name), company: findCompany(lines, domainName), ...findNumbers(lines) }
}

function signatureLines(text: string): string[] {
  const all = text.split(/\r?\n/).map((line) => line.replaceAll(/[\u00a0\t]/g, ' ').trim())
  const quote = all.findIndex((line) => quoteStart.test(line))
  const own = (quote === -1 ? all : all.slice(0, quote)).filter(Boolean)
  const start = Math.max(
    own.findLastIndex((line) => delimiter.test(line)),
    own.findLastIndex(isGreeting),
  )
  return start === -1 ? own.slice(-searchedLines) : own.slice(start + 1, start + 1 + searchedLines)
}

function isGreeting(line: string): boolean {
  return line.length < 60 && greeting.test(line)
}

function findTitle(lines: string[], name: string): string {
  const candidates = lines.flatMap((line) => partsOf(line, name))
  const title = candidates.find(
    (part) => part.length <= 80 && titleWords.test(part) && !notTitle.test(part) && !isSentence(part),
  )
  return title ?? ''
}

/** A line as the pieces that may be a title: "Ann Smith | Head of Sales" and "Ann Smith, Head of Sales" hold two. */
function partsOf(line: string, name: string): string[] {
  const pieces = line.split(/\s*[|·•]\s*|\s+[-–—]\s+/u).map((part) => part.trim())
  return pieces.map((part) => withoutName(part, name)).filter(Boolean)
}

function withoutName(part: string, name: string): string {
  const comma = part.indexOf(',')
  const before = part.slice(0, comma).trim()
  const startsWithName = comma > 0 && name.toLowerCase().includes(before.toLowerCase())
  return startsWithName ? part.slice(comma + 1).trim() : part
}

/** A line or part of one that spells the name in the domain: `mueller-maschinenbau` is "Müller Maschinenbau GmbH". */
function findCompany(lines: string[], domainName: string): string {
  const wanted = plainLetters(domainName)
  if (wanted.length < 3) return ''
  const parts = lines.flatMap((line) => line.split(/\s*[|·•]\s*/u))
  return (
    parts.find(
      (part) =>
        part.length <= 80 && !/@|https?:|www\.|\.\p{L}{2,}$/iu.test(part) && plainLetters(part).startsWith(wanted),
    ) ?? ''
  )
}

/** Letters and digits only, umlauts spelled out as domains do, other accents dropped. */
function plainLetters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]/g, '')
}

function isSentence(part: string): boolean {
  return (
    /[.!?]$/.test(part) ||
    part.split(/\s+/).length > 9 ||
    /(?<!\p{L})(?:i|we|you|ich|wir|sie|je|nous|vous|yo|usted)(?!\p{L})/iu.test(part)
  )
}

function findNumbers(lines: string[]): { phone: string; mobile: string } {
  const found = { phone: '', mobile: '' }
  for (const line of lines) {
    for (const [, before = '', number = '', after = ''] of line.matchAll(numbered)) {
      const label = (after || before).trim()
      const kind = kindOf(label, number)
      if (kind && !found[kind]) found[kind] = number.replaceAll(/\s+/g, ' ').trim()
    }
  }
  return found
}

/** Without a label only an international number counts, or one that fills its line: postcodes and VAT ids do neither. */
function kindOf(label: string, number: string): 'phone' | 'mobile' | null {
  const digits = number.replaceAll(/\D/g, '').length
  if (digits < 7 || digits > 18 || faxLabel.test(label) || /^\d{1,2}\.\d{1,2}\.\d{4}$/.test(number)) return null
  if (mobileLabel.test(label)) return 'mobile'
  if (phoneLabel.test(label)) return 'phone'
  return number.startsWith('+') ? 'phone' : null
}

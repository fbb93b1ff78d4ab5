export interface PersonName {
  firstName: string
  lastName: string
}

const nobody: PersonName = { firstName: '', lastName: '' }

/** Words that name a desk, not a person, in the languages of our users. */
const desks =
  /\b(support|sales|info|team|service|helpdesk|help desk|billing|accounts?|office|newsletter|no-?reply|notifications?|marketing|admin|reception|kundenservice|kundendienst|buchhaltung|vertrieb|empfang|rechnung|équipe|comptabilité|accueil|ventes|soporte|equipo|ventas|facturación|atención)\b/iu

/** Legal forms: a name that carries one is a company's. */
const legalForms =
  /\b(gmbh|ag|kg|ohg|inc|llc|ltd|plc|corp|co|sarl|sas|sa|s\.a\.|s\.l\.|sl|bv|nv|oy|ab|spa|srl|limited|group)\b\.?/iu

const titles = /^(mr|mrs|ms|miss|dr|prof|herr|frau|mme|mlle|m|sr|sra|ing|dipl|mag)\.?$/iu

/** Family names that are written in several words keep them: "van der Berg", "de la Cruz". */
const particles = /^(van|von|vom|zu|zur|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten|mac|st\.?)$/iu

/**
 * First and last name from a mail display name: "Ann Smith", "Smith, Ann (Acme)", "Dr. Ann van der Berg".
 * Both empty when it is an address or names a desk or a company (CR-02): a person is then asked.
 */
export function parseDisplayName(display: string | null): PersonName {
  const plain = (display ?? '')
    .normalize('NFC')
    .replaceAll(/["“”„«»]|\([^)]*\)|\[[^\]]*\]|\|.*$/gu, ' ')
    .replace(/\s(via|bei|at|chez|from)\s.*$/iu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (!plain || plain.includes('@') || /\d/.test(plain) || desks.test(plain) || legalForms.test(plain)) return nobody
  const [last, first, ...rest] = plain.split(',').map((part) => part.trim())
  if (first && last && rest.length === 0) return { firstName: withoutTitles(first), lastName: withoutTitles(last) }
  return splitWords(
    withoutTitles(last ?? '')
      .split(' ')
      .filter(Boolean),
  )
}

function splitWords(words: string[]): PersonName {
  if (words.length === 0 || words.length > 6) return nobody
  if (words.length === 1) return { firstName: words[0] ?? '', lastName: '' }
  const particle = words.findIndex((word, index) => index > 0 && particles.test(word))
  const at = particle > 0 ? particle : words.length - 1
  return { firstName: words.slice(0, at).join(' '), lastName: words.slice(at).join(' ') }
}

function withoutTitles(text: string): string {
  return text
    .split(' ')
    .filter((word) => !titles.test(word))
    .join(' ')
}

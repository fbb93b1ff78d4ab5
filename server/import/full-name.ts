import type { SplitName } from '../contacts/names.ts'

const titles =
  /^(?:(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|dipl|ing|mme|mlle|m|sr|sra|srta|don|doña|sir|dame|rev|mag|univ)(?!\p{L})\.?(?:-\w+\.?)?[\s,]*)+/iu
const suffixes =
  /(?<![\s,])[\s,]+(?:jr|sr|ii|iii|iv|phd|ph\.d|md|m\.d|mba|esq|cpa|msc|m\.sc|bsc|b\.sc|ma|m\.a|llm|ll\.m|mag|dipl\.?-ing)\.?$/iu
const particles =
  /^(?:van|von|vom|zu|zum|zur|de|del|della|di|da|dos|das|do|du|des|le|la|los|las|den|der|ter|ten|te|af|av|al|el|bin|ibn|ben|y|e|san|saint|st|mac|mc|o)\.?$/iu
/** Written without a blank between the names, the family name in front. */
const eastAsian = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u

/**
 * First and last name of a whole one, as a list of people gives it: `Last, First` and titles in front or behind are told
 * apart, particles (van der, de la) belong to the last name. Nothing is lost: what cannot be split is the last name.
 */
export function splitFullName(text: string): SplitName {
  const whole = text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
  const name = bare(whole)
  if (name === '') return { firstName: null, lastName: whole || null }
  const [last, first, ...more] = name.split(',').map((part) => part.trim())
  if (first && last && more.length === 0) return { firstName: bare(first) || first, lastName: last }
  const words = name.split(' ')
  const [only = ''] = words
  if (words.length === 1)
    return eastAsian.test(only) ? { firstName: null, lastName: only } : { firstName: only, lastName: null }
  if (words.length === 2 && eastAsian.test(name.replace(' ', '')))
    return { firstName: words[1] as string, lastName: only }
  const particle = words.findIndex((word, index) => index > 0 && index < words.length - 1 && isParticle(word))
  const cut = particle > 0 ? particle : words.length - 1
  return { firstName: words.slice(0, cut).join(' '), lastName: words.slice(cut).join(' ') }
}

const isParticle = (word: string): boolean => particles.test(word) && (word === word.toLowerCase() || word.length > 2)

function bare(text: string): string {
  let name = text.replace(titles, '')
  while (suffixes.test(name)) name = name.replace(suffixes, '')
  return name.trim() === '' ? text : name.trim()
}

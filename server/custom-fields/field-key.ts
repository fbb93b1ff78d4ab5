/** Names that every object has: a client that looks one up would find a function instead of nothing. */
const reserved = new Set(Object.getOwnPropertyNames(Object.prototype))

export const isReservedKey = (key: string): boolean => reserved.has(key)

const letters: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** `Größe (cm)` is groesse… in no language alike: accents go, words join as in `grosseCm`. `field` when nothing is left. */
export function keyFromLabel(label: string): string {
  const words = label
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßøæœłđðþı]/g, (letter) => letters[letter] ?? '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const key = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  const lettersFirst = key.replace(/^\d+/, '')
  return lettersFirst ? lettersFirst.charAt(0).toLowerCase() + lettersFirst.slice(1, 50) : 'field'
}

/** The key, with a number behind it where it is taken. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  let free = key
  for (let n = 2; taken.has(free) || isReservedKey(free); n++) free = `${key}${n}`
  return free
}

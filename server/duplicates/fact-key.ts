interface State {
  one: number
  other: number
}

/** Hashing goes on from the kind, which is one of a few. */
const afterKind = new Map<string, State>()

/**
 * A fact as a number: 53 bits of two mixed 32-bit hashes of its kind and value. Few enough for a number, enough that values
 * hardly ever meet, and where they do a value is taken for a little less rare than it is.
 */
export function factKey(kind: string, value: string): number {
  let { one, other } = stateAfter(kind)
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x9e3779b1)
    other = Math.imul(other ^ unit, 0x5f356495)
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35)
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35)
  return 0x1_0000_0000 * (other & 0x1f_ffff) + (one >>> 0)
}

function stateAfter(kind: string): State {
  const known = afterKind.get(kind)
  if (known) return known
  let one = 0xdeadbeef
  let other = 0x41c6ce57
  for (const unit of [...kind.split('').map((letter) => letter.charCodeAt(0)), 10]) {
    one = Math.imul(one ^ unit, 0x9e3779b1)
    other = Math.imul(other ^ unit, 0x5f356495)
  }
  const state = { one, other }
  afterKind.set(kind, state)
  return state
}

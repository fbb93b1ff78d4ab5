/**
 * Whether a text was seen more than once among very many, in a fixed 8 MB: a table of small counters by hash (a counting
 * Bloom filter of one hash; Fan et al. 2000). It may say yes of one that was not, never no of one that was.
 */
export class Recurring {
  readonly #seen = new Uint8Array(2 ** 23)

  add(text: string): void {
    const place = hash(text)
    if ((this.#seen[place] as number) < 2) this.#seen[place] = (this.#seen[place] as number) + 1
  }

  has(text: string): boolean {
    return (this.#seen[hash(text)] as number) > 1
  }
}

/** FNV-1a, folded to the size of the table. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return (value ^ (value >>> 16)) & (2 ** 23 - 1)
}

const MOST_A_MINUTE = 60
const REMEMBERED = 50_000

/**
 * Counts by address who asks for links that are none: people follow links, guessers make them up. Right ones are never
 * held back, so a company behind one address keeps its links.
 */
export class Misses {
  #minute = 0
  #counts = new Map<string, number>()

  /** Notes one more, and says whether it is one too many. */
  tooMany(ip: string, now: number): boolean {
    const minute = Math.floor(now / 60_000)
    if (minute !== this.#minute || this.#counts.size > REMEMBERED) {
      this.#minute = minute
      this.#counts = new Map()
    }
    const count = (this.#counts.get(ip) ?? 0) + 1
    this.#counts.set(ip, count)
    return count > MOST_A_MINUTE
  }
}

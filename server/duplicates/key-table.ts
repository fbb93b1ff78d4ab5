/** Numbers of distinct keys, 0 to 2⁵³: a table of their own, since a map of as many objects takes five times the room. */
export class KeyTable {
  readonly keys: Float64Array
  /** Number of a key and one, where the key leads or in the next free place; half of them are free. */
  readonly #slots: Int32Array

  constructor(keys: Float64Array) {
    this.keys = keys
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * keys.length + 2)))
    for (const [number, key] of keys.entries()) {
      let slot = this.#slotOf(key)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = number + 1
    }
  }

  /** @returns the place of the key among all; below zero where it is none of them */
  numberOf(key: number): number {
    let slot = this.#slotOf(key)
    for (let taken = this.#slots[slot] as number; taken !== 0; taken = this.#slots[slot] as number) {
      if (this.keys[taken - 1] === key) return taken - 1
      slot = (slot + 1) & (this.#slots.length - 1)
    }
    return -1
  }

  /** Keys are hashes already. */
  #slotOf(key: number): number {
    return (key >>> 0) & (this.#slots.length - 1)
  }
}

import { Column } from './column.ts'

/** Strings one after the other in memory that threads share. */
export interface PackedStrings {
  units: Uint16Array
  /** Where each string begins, and where the last one ends. */
  starts: Uint32Array
}

/** Distinct strings by number, packed: no object for any of them. */
export class StringTable {
  #units = new Uint16Array(1024)
  readonly #starts = new Column(Uint32Array)
  readonly #hashes = new Column(Int32Array)
  /** Number of a string and one, where its hash leads or in the next free place; half of them are free. */
  #slots = new Int32Array(1024)

  constructor() {
    this.#starts.push(0)
  }

  get size(): number {
    return this.#hashes.length
  }

  /** @returns the number of this string, the next one where it is new */
  intern(text: string): number {
    const hash = hashOf(text)
    let slot = this.#slotOf(hash)
    for (let taken = this.#slots[slot] as number; taken !== 0; taken = this.#slots[slot] as number) {
      if (this.#hashes.at(taken - 1) === hash && this.#is(taken - 1, text)) return taken - 1
      slot = (slot + 1) & (this.#slots.length - 1)
    }
    return this.#add(text, hash, slot)
  }

  packed(): PackedStrings {
    const units = this.#units.subarray(0, this.#starts.at(this.size))
    const starts = this.#starts.values()
    const shared: PackedStrings = {
      units: new Uint16Array(new SharedArrayBuffer(units.byteLength)),
      starts: new Uint32Array(new SharedArrayBuffer(starts.byteLength)),
    }
    shared.units.set(units)
    shared.starts.set(starts)
    return shared
  }

  #slotOf(hash: number): number {
    return hash & (this.#slots.length - 1)
  }

  #is(index: number, text: string): boolean {
    const start = this.#starts.at(index)
    if (this.#starts.at(index + 1) - start !== text.length) return false
    for (let at = 0; at < text.length; at += 1) if (this.#units[start + at] !== text.charCodeAt(at)) return false
    return true
  }

  #add(text: string, hash: number, slot: number): number {
    const start = this.#starts.at(this.size)
    this.#makeRoom(start + text.length)
    for (let at = 0; at < text.length; at += 1) this.#units[start + at] = text.charCodeAt(at)
    this.#starts.push(start + text.length)
    this.#hashes.push(hash)
    this.#slots[slot] = this.size
    if (2 * this.size > this.#slots.length) this.#moreSlots()
    return this.size - 1
  }

  #makeRoom(units: number): void {
    if (units <= this.#units.length) return
    const larger = new Uint16Array(2 * Math.max(units, this.#units.length))
    larger.set(this.#units)
    this.#units = larger
  }

  #moreSlots(): void {
    this.#slots = new Int32Array(2 * this.#slots.length)
    for (let index = 0; index < this.size; index += 1) {
      let slot = this.#slotOf(this.#hashes.at(index))
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = index + 1
    }
  }
}

/** One of them back; halves of surrogate pairs stay as they are. */
export const unpack = ({ units, starts }: PackedStrings, index: number): string =>
  String.fromCharCode(...units.subarray(starts[index], starts[index + 1]))

/** FNV-1a of UTF-16 code units, mixed once more. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) | 0
}

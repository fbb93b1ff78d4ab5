const BYTES = 16

/** Identifiers by number, as the sixteen bytes that a UUID is (RFC 9562). */
export class Ids {
  #bytes = Buffer.alloc(1024 * BYTES)
  #length = 0

  /** @returns its number, the next one */
  add(id: string): number {
    const place = this.#length * BYTES
    if (place === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(place)])
    this.#bytes.write(id.replaceAll('-', ''), place, 'hex')
    return this.#length++
  }

  at(number: number): string {
    const digits = this.#bytes.toString('hex', number * BYTES, (number + 1) * BYTES)
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
}

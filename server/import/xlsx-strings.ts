import type { SaxesTagPlain } from 'saxes'
import { FileUnreadable } from './problems.ts'
import { type Handlers, local, unescaped } from './xlsx-xml.ts'

/** Bytes of text that cells share; more would not stay in memory. */
const MOST_TEXT = 192 * 1024 ** 2

/** The texts that cells share, as bytes and where each begins: a million of them are no million objects. */
export class SharedStrings implements Handlers {
  #bytes: Buffer = Buffer.alloc(64 * 1024)
  #length = 0
  #starts: number[] = [0]
  #text = ''
  #reading = false
  #phonetic = false

  open({ name }: SaxesTagPlain): void {
    const tag = local(name)
    if (tag === 'si') this.#text = ''
    else if (tag === 'rPh') this.#phonetic = true
    else if (tag === 't') this.#reading = !this.#phonetic
  }

  text(text: string): void {
    if (this.#reading) this.#text += text
  }

  close({ name }: SaxesTagPlain): void {
    const tag = local(name)
    if (tag === 't') this.#reading = false
    else if (tag === 'rPh') this.#phonetic = false
    else if (tag === 'si') this.#add(unescaped(this.#text))
  }

  done(): this {
    this.#bytes = Buffer.from(this.#bytes.subarray(0, this.#length))
    return this
  }

  at(index: number): string {
    const start = this.#starts[index]
    const end = this.#starts[index + 1]
    return start === undefined || end === undefined ? '' : this.#bytes.toString('utf8', start, end)
  }

  #add(text: string): void {
    const needed = this.#length + Buffer.byteLength(text)
    if (needed > MOST_TEXT) {
      throw new FileUnreadable(
        'The workbook holds too much text to be read at once. Save the sheet as CSV and import that.',
      )
    }
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#length += this.#bytes.write(text, this.#length)
    this.#starts.push(this.#length)
  }
}

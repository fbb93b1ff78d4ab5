import { Column } from './column.ts'
import { factKey } from './fact-key.ts'
import { companyOf, countedFacts, presentKind, withinKind, withinValue } from './frequencies.ts'
import type { Person } from './person.ts'

/** The facts of people in the order of their numbers, those that are counted within companies too. */
export class PackedFacts {
  readonly kinds: string[] = []
  readonly #codes = new Map<string, number>()
  readonly #keys = new Column(Float64Array)
  readonly #kindOf = new Column(Uint16Array)
  readonly #begins = new Column(Uint32Array)

  constructor() {
    this.#begins.push(0)
  }

  add(person: Person): void {
    const company = companyOf(person)
    for (const { kind, value, within } of countedFacts(person)) {
      this.#push(kind, value)
      if (!within || company === null) continue
      this.#push(presentKind(kind), company)
      this.#push(withinKind(kind), withinValue(company, value))
    }
    this.#begins.push(this.#keys.length)
  }

  /** One number for each fact, see `factKey`. */
  get keys(): Float64Array {
    return this.#keys.values()
  }

  /** Its kind, as a place in `kinds`. */
  get kindOf(): Uint16Array {
    return this.#kindOf.values()
  }

  /** Where the facts of each begin, and where those of the last one end. */
  get begins(): Uint32Array {
    return this.#begins.values()
  }

  #push(kind: string, value: string): void {
    let code = this.#codes.get(kind)
    if (code === undefined) {
      code = this.kinds.push(kind) - 1
      this.#codes.set(kind, code)
    }
    this.#keys.push(factKey(kind, value))
    this.#kindOf.push(code)
  }
}

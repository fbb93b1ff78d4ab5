type Numbers = Uint16Array | Int32Array | Uint32Array | Float64Array

/** Numbers in a typed array that grows: a few bytes each, and nothing for the garbage collector to visit. */
export class Column<T extends Numbers> {
  length = 0
  #values: T
  readonly #make: new (
    length: number,
  ) => T

  constructor(make: new (length: number) => T, room = 1024) {
    this.#make = make
    this.#values = new make(room)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new this.#make(2 * this.length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  at(place: number): number {
    return this.#values[place] as number
  }

  /** Those pushed so far, where they are: whatever is pushed later may stand elsewhere. */
  values(): T {
    return this.#values.subarray(0, this.length) as T
  }
}

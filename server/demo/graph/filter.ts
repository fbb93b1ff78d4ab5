import { badRequest } from './errors.ts'

/** Reads a property by its OData path, for example `from/emailAddress/address`. */
type Read = (path: string) => unknown
type Test = (read: Read) => boolean
type Operand = (read: Read) => unknown

export interface Filter {
  test: Test
  /** Property paths in the order they are written: Exchange wants the $orderby ones first. */
  paths: string[]
}

const TOKEN = /\s*('(?:[^']|'')*'|[(),:]|[A-Za-z_@$][\w./@$-]*|-?\d[\w:.+-]*)/y
const COMPARE: Record<string, (a: number | string | boolean, b: number | string | boolean) => boolean> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
}
const TEXT_TESTS: Record<string, (whole: string, part: string) => boolean> = {
  contains: (whole, part) => whole.includes(part),
  startswith: (whole, part) => whole.startsWith(part),
  endswith: (whole, part) => whole.endsWith(part),
}

/**
 * Compiles the part of OData's $filter that Outlook and directory resources use: comparisons, and / or / not,
 * contains / startswith / endswith and `any`. Text compares without regard to case, as Exchange does.
 */
export function parseFilter(text: string): Filter {
  const parser = new Parser(tokens(text))
  const test = parser.disjunction()
  parser.end()
  return { test, paths: parser.paths }
}

function tokens(text: string): string[] {
  const found: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text)
    if (!match) throw badRequest('Invalid filter clause', 'ErrorInvalidUrlQueryFilter')
    found.push(match[1] as string)
  }
  return found
}

class Parser {
  readonly paths: string[] = []
  readonly #tokens: string[]
  #at = 0

  constructor(list: string[]) {
    this.#tokens = list
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail()
  }

  disjunction(): Test {
    const left = this.#conjunction()
    if (!this.#takeWord('or')) return left
    const right = this.disjunction()
    return (read) => left(read) || right(read)
  }

  #conjunction(): Test {
    const left = this.#primary()
    if (!this.#takeWord('and')) return left
    const right = this.#conjunction()
    return (read) => left(read) && right(read)
  }

  #primary(): Test {
    if (this.#takeWord('not')) {
      const inner = this.#primary()
      return (read) => !inner(read)
    }
    if (this.#take('(')) {
      const inner = this.disjunction()
      this.#expect(')')
      return inner
    }
    const word = this.#peek().toLowerCase()
    if (word in TEXT_TESTS && this.#tokens[this.#at + 1] === '(') return this.#textTest(word)
    if (word.endsWith('/any') && this.#tokens[this.#at + 1] === '(') return this.#any()
    return this.#comparison()
  }

  #textTest(name: string): Test {
    this.#next()
    this.#expect('(')
    const whole = this.#operand()
    this.#expect(',')
    const part = this.#operand()
    this.#expect(')')
    const test = TEXT_TESTS[name] as (whole: string, part: string) => boolean
    return (read) => test(lower(whole(read)), lower(part(read)))
  }

  #any(): Test {
    const path = this.#next().slice(0, -'/any'.length)
    this.#expect('(')
    const variable = this.#next()
    this.#expect(':')
    const inner = this.disjunction()
    this.#expect(')')
    return (read) => {
      const items = read(path)
      return Array.isArray(items) && items.some((item) => inner((p) => within(item, variable, p)))
    }
  }

  #comparison(): Test {
    const left = this.#operand()
    const compare = COMPARE[this.#next().toLowerCase()] ?? this.#fail()
    const right = this.#operand()
    return (read) => {
      const [a, b] = comparable(left(read), right(read))
      return a === undefined || b === undefined ? compare === COMPARE.ne && a !== b : compare(a, b)
    }
  }

  #operand(): Operand {
    const token = this.#next()
    if (token.startsWith("'")) return constant(token.slice(1, -1).replaceAll("''", "'"))
    if (/^-?\d/.test(token)) return constant(/^\d{4}-\d\d-\d\d/.test(token) ? new Date(token) : Number(token))
    if (token === 'true' || token === 'false') return constant(token === 'true')
    if (token === 'null') return constant(undefined)
    if (!/^[A-Za-z_@]/.test(token)) this.#fail()
    this.paths.push(token)
    return (read) => read(token)
  }

  #peek = () => this.#tokens[this.#at] ?? ''

  #next(): string {
    return this.#tokens[this.#at++] ?? this.#fail()
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false
    this.#at++
    return true
  }

  #takeWord(word: string): boolean {
    return this.#peek().toLowerCase() === word && this.#take(this.#peek())
  }

  #expect(token: string): void {
    if (!this.#take(token)) this.#fail()
  }

  #fail(): never {
    throw badRequest('Invalid filter clause', 'ErrorInvalidUrlQueryFilter')
  }
}

const constant =
  (value: unknown): Operand =>
  () =>
    value

const lower = (value: unknown) => String(value ?? '').toLowerCase()

function within(item: unknown, variable: string, path: string): unknown {
  if (path === variable) return item
  if (!path.startsWith(`${variable}/`)) return undefined
  return path
    .slice(variable.length + 1)
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item)
}

type Plain = number | string | boolean | undefined

function comparable(a: unknown, b: unknown): [Plain, Plain] {
  if (a instanceof Date || b instanceof Date) return [instant(a), instant(b)]
  if (typeof a === 'string' || typeof b === 'string') return [text(a), text(b)]
  return [a as Plain, b as Plain]
}

const text = (value: unknown) => (value === null || value === undefined ? undefined : lower(value))

const instant = (value: unknown) =>
  value === null || value === undefined ? undefined : new Date(value as string | Date).getTime()

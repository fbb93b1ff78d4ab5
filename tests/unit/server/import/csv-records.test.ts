import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvReader, type FileRecord } from '../../../../server/import/csv-records.ts'
import { csvLine, guarded, unguarded } from '../../../../server/platform/csv.ts'

const comma = { delimiter: ',', quote: '"' }

function read(text: string, pieces: number[] = [], dialect = comma): FileRecord[] {
  const reader = new CsvReader(dialect)
  const records: FileRecord[] = []
  let at = 0
  for (const length of pieces) {
    records.push(...reader.read(text.slice(at, at + length)))
    at += length
  }
  return [...records, ...reader.read(text.slice(at)), ...reader.end()]
}
const cells = (text: string) => read(text).map((record) => record.cells)

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"', ',', '\n', '\r', ';', 'é', '漢', '\0'), maxLength: 8 }),
  fc.string({ maxLength: 12 }),
)
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 })
const asCsv = (rows: string[][]) =>
  rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')

describe('reading CSV', () => {
  it('reads what csv-parse reads, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(table, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), (rows, pieces) => {
        const text = asCsv(rows)
        const expected = parse(text, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] }) as string[][]
        const found = read(text, pieces)
        expect(found.map((record) => record.cells)).toEqual(expected)
        expect(found.every(({ fault }) => fault === undefined)).toBe(true)
      }),
    )
  })

  it('IM-02 reads the small cases that parsers disagree on', () => {
    expect(cells('A," B  ",C')).toEqual([['A', ' B  ', 'C']])
    expect(cells('A,B",C')).toEqual([['A', 'B"', 'C']])
    expect(cells('A,B "B",C')).toEqual([['A', 'B "B"', 'C']])
    expect(cells('a,b,""')).toEqual([['a', 'b', '']])
    expect(cells(',,\n,,,')).toEqual([
      ['', '', ''],
      ['', '', '', ''],
    ])
    expect(cells('A,b,c\rd,E,f')).toEqual([
      ['A', 'b', 'c'],
      ['d', 'E', 'f'],
    ])
    expect(cells('a,"B "big" C",d')).toEqual([['a', 'B "big" C', 'd']])
    expect(cells('a,b\r\nc,d\ne,f\rg,h')).toHaveLength(4)
    expect(cells('a\n\n   \nb\n')).toEqual([['a'], ['b']])
  })

  it('IM-02 hostile quotes cost no more time than their letters', () => {
    const begun = performance.now()
    expect(cells(`"${'a"b'.repeat(200_000)}"\n`)).toHaveLength(1)
    expect(read('""x\n'.repeat(200_000))).toHaveLength(200_000)
    expect(read(`${'"a\nb",'.repeat(100_000)}"x\ny"z\nok\n`).at(-1)?.cells).toEqual(['ok'])
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('IM-02 counts the lines of the file, also those inside of cells', () => {
    const records = read('h,i\r\n"one\r\ntwo\nthree",x\nb,c\n\nd,e')
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5, 7])
  })

  it('IM-02 an unclosed quote costs one line, and names it', () => {
    const records = read('a,b\n1,"ok"\n2,"never closed\n3,"fine"\n4,plain\n')
    expect(records.map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, 'unclosed_quote'],
      [4, undefined],
      [5, undefined],
    ])
    expect(read('a,b\n1,"to the end\n2,x\n3,y').map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, 'unclosed_quote'],
      [3, undefined],
      [4, undefined],
    ])
  })

  it('IM-02 a quote that is never closed in a great file neither fills the memory nor takes the rest along', () => {
    const reader = new CsvReader(comma)
    const line = `x,${'y'.repeat(990)}\n`
    const records = reader.read('h,i\n1,"broken\n')
    const before = process.memoryUsage().heapUsed
    for (let piece = 0; piece < 24; piece += 1) records.push(...reader.read(line.repeat(1000)))
    records.push(...reader.end())
    expect(records.filter(({ fault }) => fault).map(({ line: number }) => number)).toEqual([2])
    expect(records).toHaveLength(2 + 24_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 ** 2)
  })

  it('IM-02 refuses a record of many megabytes as a whole, and goes on behind it', () => {
    const records = read(`a,b\n1,"${'z'.repeat(3_000_000)}"\n2,c\n`)
    expect(records.map(({ fault }) => fault)).toEqual([undefined, 'too_long', undefined])
    expect(records[1]?.cells.every((one) => one.length <= 200)).toBe(true)
  })

  it('IM-04 a guard comes off exactly as it went on, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a', '1') })),
        (text) => {
          expect(unguarded(guarded(text))).toBe(text)
          expect(guarded(text)).not.toMatch(/^[=+\-@\t\r]/)
        },
      ),
    )
  })

  it('IM-04 what is written is read again', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => csvLine(row)).join('')
        const found = read(text)
        const expected = rows.filter((row) => row.length > 1 || row[0]?.trim() !== '')
        expect(found.map((record) => record.cells.map(unguarded))).toEqual(expected)
      }),
    )
  })
})

import { Readable } from 'node:stream'
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/platform/csv.ts'
import { xlsx } from '../../../server/platform/xlsx.ts'
import { bytesOf, filesOf } from '../../fixtures/zip.ts'

const at = new Date('2026-01-31T12:00:00Z')

interface Sheet {
  name: string
  rows: { value: string | number | boolean; style: string | null; place: string }[][]
  frozen: boolean
}

/** Excel's own reading of `_x000D_` and the like. */
const unescaped = (text: string) =>
  text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

async function written(headers: string[], batches: Cell[][][], rowsASheet?: number): Promise<Sheet[]> {
  const rows = Readable.from(batches) as AsyncIterable<Cell[][]>
  const files = await filesOf(await bytesOf(xlsx({ name: 'People', headers, rows }, at, rowsASheet)))
  for (const [name, text] of files) expect(() => parsed(text), name).not.toThrow()
  const relations = [...elements(parsed(files.get('xl/_rels/workbook.xml.rels') ?? ''), 'Relationship')]
  return elements(parsed(files.get('xl/workbook.xml') ?? ''), 'sheet').map((sheet) => {
    const relation = relations.find((one) => one.getAttribute('Id') === sheet.getAttribute('r:id'))
    const target = `xl/${relation?.getAttribute('Target')}`
    expect(files.get('[Content_Types].xml')).toContain(`PartName="/${target}"`)
    return { name: sheet.getAttribute('name') ?? '', ...sheetFrom(files.get(target) ?? '') }
  })
}

const parsed = (text: string) =>
  new DOMParser({
    onError: (_, message) => {
      throw new Error(message)
    },
  }).parseFromString(text, 'text/xml')

const elements = (node: { getElementsByTagName: ReturnType<typeof parsed>['getElementsByTagName'] }, name: string) =>
  Array.from(node.getElementsByTagName(name))

function sheetFrom(text: string): Omit<Sheet, 'name'> {
  const document = parsed(text)
  const rows = elements(document, 'row').map((row) =>
    elements(row, 'c').map((cell) => ({
      place: cell.getAttribute('r') ?? '',
      style: cell.getAttribute('s'),
      value: readCell(cell.getAttribute('t'), cell.textContent ?? ''),
    })),
  )
  return { rows, frozen: elements(document, 'pane').some((pane) => pane.getAttribute('state') === 'frozen') }
}

function readCell(type: string | null, text: string): string | number | boolean {
  if (type === 'inlineStr') return unescaped(text)
  return type === 'b' ? text === '1' : Number(text)
}

const values = (sheet: Sheet | undefined) => sheet?.rows.map((row) => row.map(({ value }) => value))

describe('XLSX', () => {
  it('writes headers in bold that stay in sight, texts as texts, numbers as numbers, and nothing for nothing', async () => {
    const [sheet] = await written(
      ['Name', 'Score', 'Member', 'Note'],
      [[['Ann', 12.5, true, null]], [['', -3, false, 'x']]],
    )
    expect(sheet).toMatchObject({ name: 'People', frozen: true })
    expect(values(sheet)).toEqual([
      ['Name', 'Score', 'Member', 'Note'],
      ['Ann', 12.5, true],
      [-3, false, 'x'],
    ])
    expect(sheet?.rows[0]?.every(({ style }) => style === '1')).toBe(true)
    expect(sheet?.rows[2]?.map(({ place }) => place)).toEqual(['B3', 'C3', 'D3'])
  })

  it('IM-04 keeps what looks like a formula as text, marked so that editing makes none of it', async () => {
    const texts = ['=1+1', '+49 30', '-5', '@me', '\t=x']
    const [sheet] = await written(['A'], [texts.map((text) => [text])])
    expect(values(sheet)?.slice(1).flat()).toEqual(texts)
    expect(sheet?.rows.slice(1, 5).every(([cell]) => cell?.style === '2')).toBe(true)
  })

  it('brings every text back: blanks, lines, markup, control letters, half letters, what looks escaped already', async () => {
    const texts = [
      ' a  ',
      'a\nb',
      'a\r\nb',
      '<b>&amp;"',
      '\0\x01\x08\v\f\x1f',
      '\ud800',
      'x\udc00y',
      '😀',
      '_x0041_',
      '\uffff',
      'Zoë 林',
    ]
    const [sheet] = await written(['A'], [texts.map((text) => [text])])
    expect(values(sheet)?.slice(1).flat()).toEqual(texts)
  })

  it('brings back any text there is', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('_', 'x', '0', 'F', '\r', '\ud83d', '<') }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          unit.filter((text) => text !== ''),
          { minLength: 1, maxLength: 20 },
        ),
        async (texts) => {
          const [sheet] = await written(['A'], [texts.map((text) => [text])])
          expect(values(sheet)?.slice(1).flat()).toEqual(texts)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('goes on in a further sheet under the same headers where one is full', async () => {
    const rows = Array.from({ length: 11 }, (_, n) => [n])
    const sheets = await written(['N'], [rows.slice(0, 7), rows.slice(7)], 5)
    expect(sheets.map(({ name }) => name)).toEqual(['People', 'People 2', 'People 3'])
    expect(sheets.map((sheet) => values(sheet)?.length)).toEqual([5, 5, 4])
    expect(sheets.every((sheet) => values(sheet)?.[0]?.[0] === 'N')).toBe(true)
    expect(sheets.flatMap((sheet) => values(sheet)?.slice(1).flat())).toEqual(rows.flat())
  })

  it('fills a sheet to the last row without beginning another, and is a workbook without rows', async () => {
    expect(await written(['N'], [[[1], [2]]], 3)).toHaveLength(1)
    expect(values((await written(['N'], []))[0])).toEqual([['N']])
  })

  it('names columns beyond Z, and cuts what no cell holds', async () => {
    const headers = Array.from({ length: 703 }, (_, n) => `H${n}`)
    const [wide] = await written(headers, [])
    expect([25, 26, 701, 702].map((n) => wide?.rows[0]?.[n]?.place)).toEqual(['Z1', 'AA1', 'ZZ1', 'AAA1'])
    const [long] = await written(['A'], [[['x'.repeat(40_000)]]])
    expect(String(values(long)?.[1]?.[0])).toHaveLength(32_767)
  })

  it('reads rows no faster than the file is taken, and lets go of them when nobody takes it any more', async () => {
    let read = 0
    let closed = false
    async function* rows() {
      try {
        for (;;) {
          read += 1
          // Random, so that it does not shrink to nothing.
          yield Array.from({ length: 200 }, () => Array.from({ length: 20 }, () => `${Math.random()}`))
        }
      } finally {
        closed = true
      }
    }
    const file = xlsx({ name: 'Endless', headers: ['A'], rows: rows() }, at)
    for (let n = 0; n < 5; n++) await file.next()
    await new Promise((done) => setTimeout(done, 200))
    expect(read).toBeLessThan(30)
    await file.return(undefined)
    expect(closed).toBe(true)
    const before = read
    await new Promise((done) => setTimeout(done, 50))
    expect(read).toBe(before)
  })

  it('fails where its rows fail', async () => {
    async function* rows(): AsyncGenerator<Cell[][]> {
      yield [['a']]
      throw new Error('the database is gone')
    }
    await expect(bytesOf(xlsx({ name: 'A', headers: ['A'], rows: rows() }, at))).rejects.toThrow('the database is gone')
  })
})

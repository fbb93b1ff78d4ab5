import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allExportColumns, exportColumns } from '../../../server/contacts/export-columns.ts'
import type { Contact } from '../../../server/contacts/schema.ts'
import { BYTE_ORDER_MARK, csvLine, guarded, unguarded } from '../../../server/platform/csv.ts'
import { joinList, splitList } from '../../../server/platform/lists.ts'

/** Texts of the letters that mean something to a spreadsheet, a CSV file or a list, and any others. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n"\'; ,|a＝') }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
)

describe('cells of a CSV file', () => {
  it('IM-04 no cell begins with what a spreadsheet runs', () => {
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "'=1"]) {
      expect(guarded(formula), formula).toBe(`'${formula}`)
    }
    for (const plain of ['a=1', '1-2', "O'Brien", '']) expect(guarded(plain), plain).toBe(plain)
  })

  it('IM-04 what is guarded comes back, whatever it is', () => {
    fc.assert(fc.property(text, (one) => void expect(unguarded(guarded(one))).toBe(one)))
    fc.assert(fc.property(text, (one) => void expect(guarded(one)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)))
  })

  it('a kept reader of CSV reads what is written', () => {
    const row = fc.array(text, { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const file = BYTE_ORDER_MARK + rows.map(csvLine).join('')
        const read: string[][] = parse(file, { bom: true, relax_column_count: true, record_delimiter: '\r\n' })
        expect(read.map((cells) => cells.map(unguarded))).toEqual(rows)
      }),
    )
  })

  it('numbers are no formulas, and nothing is nothing', () => {
    expect(csvLine([-5, 1.5, true, null, undefined, ''])).toBe('-5,1.5,true,,,\r\n')
  })
})

describe('lists in a cell', () => {
  it('joins with semicolons, and quotes what would not come back', () => {
    expect(joinList(['VIP', 'a;b', 'say "hi"', ' edge', ''])).toBe('VIP; "a;b"; "say ""hi"""; " edge"; ""')
    expect(joinList([])).toBe('')
  })

  it('comes back exactly, whatever is in it', () => {
    fc.assert(fc.property(fc.array(text), (items) => void expect(splitList(joinList(items))).toEqual(items)))
  })

  it('reads what people write', () => {
    expect(splitList('a;b ;  c;;')).toEqual(['a', 'b', 'c'])
    expect(splitList('5" pipe; "open; end')).toEqual(['5" pipe', '"open', 'end'])
    expect(splitList('"a"b; c')).toEqual(['"a"b', 'c'])
    expect(splitList('  ')).toEqual([])
    expect(splitList('a\n;\tb')).toEqual(['a', 'b'])
  })
})

const field = (key: string, label: string, type: 'text' | 'multi_choice' = 'text') => ({
  key,
  label,
  type,
  choices: [],
})

describe('columns of an export', () => {
  it('are these, in this order', () => {
    expect(exportColumns.map(({ header }) => header)).toEqual([
      'ID',
      'First name',
      'Last name',
      'Email',
      'Other emails',
      'Phone',
      'Mobile',
      'Job title',
      'Department',
      'Company',
      'Role',
      'Status',
      'Lead score',
      'Source',
      'Owner',
      'Tags',
      'LinkedIn',
      'X (Twitter)',
      'Country',
      'Consent status',
      'Consent type',
      'Consent date',
      'Consent source',
      'GDPR basis',
      'Tracking consent',
      'Jurisdiction',
      'Created',
      'Updated',
      'Last contacted',
      'Last activity',
    ])
  })

  it('have headers that are one of a kind, whatever fields are called', () => {
    const headers = (...fields: ReturnType<typeof field>[]) =>
      allExportColumns(fields)
        .slice(exportColumns.length)
        .map(({ header }) => header)
    expect(headers(field('size', 'Size'), field('size2', 'SIZE'), field('mail', 'email'))).toEqual([
      'Size (size)',
      'SIZE (size2)',
      'email (mail)',
    ])
    expect(headers(field('a', 'Size'), field('b', 'Size'), field('c', 'Size (a)'))).toEqual([
      'Size (a)',
      'Size (b)',
      'Size (a) (c)',
    ])
    expect(headers(field('alone', 'Region'))).toEqual(['Region'])
  })

  it('write choices by label, and by id where two are called alike', () => {
    const choices = [
      { id: 'c1', label: 'Gold; pure' },
      { id: 'c2', label: 'Silver', archived: true },
      { id: 'c3', label: 'silver' },
    ]
    const [column] = allExportColumns([{ key: 'tier', label: 'Tier', type: 'multi_choice', choices }]).slice(-1)
    const contact = { customFields: { tier: ['c1', 'c2', 'c3', 'gone'] } } as unknown as Contact
    expect(column?.cell(contact)).toBe('"Gold; pure"; c2; c3; gone')
  })
})

import type { Building } from './mapped-row.ts'
import { isNoDate, type ReadDate, readDate } from './read-date.ts'
import type { ColumnMapping } from './schema.ts'

/** A date in the order chosen for its column. */
export function date(column: ColumnMapping, building: Building, cell: string): ReadDate | null {
  if (isNoDate(cell)) return null
  const read = readDate(cell, column.dateOrder ?? 'ymd')
  if (!read) building.issue(/^(--)?\d{1,2}[-/.]\d{1,2}\.?$/.test(cell) ? 'date-without-year' : 'not-a-date')
  return read
}

import type { FieldDefinition } from '../custom-fields/fields.ts'
import { readValue } from '../custom-fields/read-value.ts'
import type { CustomValue } from '../custom-fields/schema.ts'
import { splitList } from '../platform/lists.ts'
import { decision } from './cell-choices.ts'
import { date } from './cell-dates.ts'
import type { Building, MapperContext, Reader } from './mapped-row.ts'
import type { ColumnMapping } from './schema.ts'

/** A custom field under its own rule. */
export function customReader({ fields, userId }: MapperContext, column: ColumnMapping, key: string): Reader | null {
  const field = fields.find((one) => one.key === key && !one.archived)
  if (!field) return null
  const locale = column.decimal === ',' ? 'de' : column.decimal === '.' ? 'en' : undefined
  return (cell, building) => {
    const given = givenValue(field, column, cell, building)
    if (given === undefined) return
    const country = building.row.plain.country ?? null
    const read = readValue(field, given, { locale, country, userId })
    if ('value' in read) {
      if (read.value !== null) building.row.custom[key] = read.value
    } else if (field.type === 'single_choice' || field.type === 'multi_choice')
      building.issue('not-a-choice', missingChoice(field, column, cell))
    else building.issue('not-valid', cell, read.error)
  }
}

/** What is handed to the field's own rule; undefined where nothing is to be stored. */
function givenValue(
  field: FieldDefinition,
  column: ColumnMapping,
  cell: string,
  building: Building,
): CustomValue | undefined {
  if (field.type === 'date') return date(column, building, cell)?.day
  if (field.type !== 'single_choice' && field.type !== 'multi_choice') return cell
  const whole = decision(column, cell)
  const parts = field.type === 'multi_choice' && !whole ? splitList(cell) : [cell]
  const chosen: string[] = []
  for (const part of parts) {
    const decided = whole ?? decision(column, part)
    if (decided === 'refuse') building.issue('not-a-choice', part, undefined, 'error')
    else if (decided === undefined) chosen.push(part)
    else if (decided !== 'empty') chosen.push('choice' in decided ? decided.choice : decided.create)
  }
  if (chosen.length === 0) return undefined
  return field.type === 'multi_choice' ? chosen : chosen[0]
}

/** Of several choices the one that is none, so that it can be decided once. */
function missingChoice(field: FieldDefinition, column: ColumnMapping, cell: string): string {
  const known = (text: string) =>
    'value' in readValue({ ...field, type: 'single_choice' }, text, { userId: () => null })
  return splitList(cell).find((part) => !decision(column, part) && !known(part)) ?? cell
}

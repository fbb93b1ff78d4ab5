/** One of something that has an id. Without id: a new one by this name, or the one that has it. */
export interface Reference {
  id: string | null
  name: string
}

/** What one field of a form holds. Lists are sets: their order and the case of letters tell nothing apart. */
export type Value = string | number | boolean | readonly string[] | Reference | null

/** A record as a form holds it. Custom fields stand under `custom.<key>`. */
export type Draft = Readonly<Record<string, Value>>

export const customPrefix = 'custom.'

export const isList = (value: Value | undefined): value is readonly string[] => Array.isArray(value)

export const isReference = (value: Value | undefined): value is Reference =>
  typeof value === 'object' && value !== null && !isList(value)

export const isBlank = (value: Value | undefined): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (isList(value) && value.length === 0) ||
  (isReference(value) && value.id === null && value.name.trim() === '')

/** Whether two values of a field are the same to a person. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b)
  if (isList(a) && isList(b)) return a.length === b.length && without(a, b).length === 0
  if (isReference(a) && isReference(b)) return a.id && b.id ? a.id === b.id : foldText(a.name) === foldText(b.name)
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim()
  return a === b
}

/** The fields whose value differs between two drafts. */
export function differing(a: Draft, b: Draft): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => !same(a[field], b[field]))
}

export interface Clash {
  field: string
  mine: Value
  theirs: Value
  original: Value
}

/**
 * After a refused edit (CR-11): the fields both sides changed, each to another value. Lists never clash: what each side
 * added and removed is done together.
 * @param before what the form started from
 */
export function clashes(before: Draft, mine: Draft, theirs: Draft): Clash[] {
  const byThem = new Set(differing(before, theirs))
  return differing(before, mine)
    .filter((field) => byThem.has(field) && !same(mine[field], theirs[field]) && !anyList(field, before, mine, theirs))
    .map((field) => ({ field, mine: at(mine, field), theirs: at(theirs, field), original: at(before, field) }))
}

/** My edit carried over to their record: what I did not touch takes their value. */
export function onTop(before: Draft, mine: Draft, theirs: Draft): Draft {
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  return Object.fromEntries(
    fields.map((field) => {
      if (anyList(field, before, mine, theirs)) {
        return [field, mergedLists(listAt(before, field), listAt(mine, field), listAt(theirs, field))]
      }
      return [field, same(before[field], mine[field]) ? at(theirs, field) : at(mine, field)]
    }),
  )
}

function mergedLists(before: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const removed = without(before, mine)
  const added = without(mine, before)
  return [...without(theirs, [...removed, ...added]), ...added]
}

/** The members of `list` that are not in `others`. */
export function without(list: readonly string[], others: readonly string[]): string[] {
  const gone = new Set(others.map(foldText))
  return list.filter((item) => !gone.has(foldText(item)))
}

const foldText = (text: string) => text.normalize('NFKC').trim().toLocaleLowerCase('en')

const at = (draft: Draft, field: string): Value => draft[field] ?? null

const anyList = (field: string, ...drafts: Draft[]) => drafts.some((draft) => isList(draft[field]))

const listAt = (draft: Draft, field: string): readonly string[] => {
  const value = draft[field]
  return isList(value) ? value : []
}

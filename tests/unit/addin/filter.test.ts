import * as fc from 'fast-check'
import type { TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import '../../../addin/crm/texts/filter.ts'
import { describeFilter } from '../../../addin/features/filter/describe.ts'
import {
  fieldInfo,
  fits,
  newCondition,
  recordFields,
  valueShape,
  withOperator,
} from '../../../addin/features/filter/fields.ts'
import {
  addAt,
  type Group,
  isLeaf,
  itemAt,
  leavesOf,
  normalise,
  type Path,
  removeAt,
  replaceAt,
  setMode,
  toFilter,
  toTree,
} from '../../../addin/features/filter/tree.ts'
import { type Lookups, makeWords } from '../../../addin/features/filter/words.ts'
import { t } from '../../../addin/ui/i18n.ts'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import { type Condition, Filter, operators } from '../../../server/filter/schema.ts'

const leaf = (name: string): Condition => ({ field: name, op: 'is', value: 'x' })
const names = ['a', 'b', 'c', 'd', 'e']

const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...names).map(leaf),
    fc.array(tie('filter'), { maxLength: 4 }).map((and) => ({ and })),
    fc.array(tie('filter'), { maxLength: 4 }).map((or) => ({ or })),
    tie('filter').map((not) => ({ not })),
  ),
}))
const worlds = fc.subarray(names)

/** What a filter says where just these conditions hold. */
function holds(filter: Filter | undefined, world: string[]): boolean {
  if (!filter) return true
  if ('and' in filter) return filter.and.every((part) => holds(part, world))
  if ('or' in filter) return filter.or.some((part) => holds(part, world))
  if ('not' in filter) return !holds(filter.not, world)
  return 'field' in filter && world.includes(filter.field)
}

const pathsOf = (group: Group): Path[] =>
  group.items.flatMap((item, index) => [
    [index],
    ...(isLeaf(item) ? [] : pathsOf(item).map((path) => [index, ...path])),
  ])

describe('filter as groups', () => {
  it('means the same after tidying, whatever it was', () => {
    fc.assert(
      fc.property(anyFilter, worlds, (filter, world) => {
        expect(holds(normalise(filter), world)).toBe(holds(filter, world))
      }),
      { numRuns: 1000 },
    )
  })

  it('is tidy after tidying once, and stays valid on the wire', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const once = normalise(filter)
        expect(normalise(once)).toEqual(once)
        if (once) expect(Filter.parse(once)).toEqual(once)
      }),
      { numRuns: 500 },
    )
  })

  it('SE-11 loses no condition by tidying, not even one of an unknown field', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const kept = normalise(filter)
        expect(kept ? leavesOf(kept) : []).toEqual(leavesOf(filter))
      }),
    )
  })

  it('takes out what stands at a place and nothing else', () => {
    fc.assert(
      fc.property(anyFilter, fc.nat(), (filter, seed) => {
        const tree = toTree(filter)
        const paths = pathsOf(tree)
        const path = paths[seed % Math.max(1, paths.length)]
        if (!path) return
        const item = itemAt(tree, path)
        const gone = item === undefined ? 0 : isLeaf(item) ? 1 : leavesOf(toFilter(item) ?? { and: [] }).length
        const left = toFilter(removeAt(tree, path))
        expect(left ? leavesOf(left).length : 0).toBe(leavesOf(filter).length - gone)
      }),
      { numRuns: 500 },
    )
  })

  it('puts a condition into the group at a place', () => {
    fc.assert(
      fc.property(anyFilter, fc.nat(), (filter, seed) => {
        const tree = toTree(filter)
        const groups = [[], ...pathsOf(tree)].filter((path) => {
          const item = itemAt(tree, path)
          return item && !isLeaf(item)
        })
        const path = groups[seed % groups.length] as Path
        const added = addAt(tree, path, { leaf: leaf('new'), negated: false })
        const group = itemAt(added, path) as Group
        expect(group.items.at(-1)).toEqual({ leaf: leaf('new'), negated: false })
        expect(leavesOf(toFilter(added) as Filter)).toHaveLength(leavesOf(filter).length + 1)
      }),
      { numRuns: 500 },
    )
  })

  it('replaces one condition and leaves the others as they were', () => {
    const tree = toTree({ and: [leaf('a'), { or: [leaf('b'), leaf('c')] }] })
    expect(toFilter(replaceAt(tree, [1, 0], { leaf: leaf('z'), negated: true }))).toEqual({
      and: [leaf('a'), { or: [{ not: leaf('z') }, leaf('c')] }],
    })
  })

  it('removes a group with its last condition, and is no filter at all without any', () => {
    const tree = toTree({ and: [leaf('a'), { or: [leaf('b'), leaf('c')] }] })
    const two = removeAt(removeAt(tree, [1, 0]), [1, 0])
    expect(toFilter(two)).toEqual(leaf('a'))
    expect(toFilter(removeAt(two, [0]))).toBeUndefined()
  })

  it('ignores a group that was just added, and keeps an empty group that came with the filter', () => {
    const fresh = addAt(toTree(leaf('a')), [], { mode: 'any', items: [], fresh: true })
    expect(toFilter(fresh)).toEqual(leaf('a'))
    expect(normalise({ and: [leaf('a'), { or: [] }] })).toEqual({ and: [leaf('a'), { or: [] }] })
  })

  it('SG-02 knows all, any, none and not all of', () => {
    const tree = toTree({ and: [leaf('a'), leaf('b')] })
    expect(toFilter(setMode(tree, [], 'any'))).toEqual({ or: [leaf('a'), leaf('b')] })
    expect(toFilter(setMode(tree, [], 'none'))).toEqual({ not: { or: [leaf('a'), leaf('b')] } })
    expect(toFilter(setMode(tree, [], 'not_all'))).toEqual({ not: { and: [leaf('a'), leaf('b')] } })
  })
})

const say = ((key: string, options?: object) =>
  t(key as never, { ...options, ns: 'filter' } as never)) as unknown as TFunction<'filter'>
const tag = '019a0000-0000-7000-8000-000000000001'
const gone = '019a0000-0000-7000-8000-00000000dead'
const region: CustomField = {
  id: '019a0000-0000-7000-8000-000000000002',
  entity: 'contact',
  key: 'region',
  label: 'Region',
  type: 'single_choice',
  required: false,
  unique: false,
  defaultValue: null,
  help: null,
  position: 0,
  choices: [{ id: 'north', label: 'North' }],
  inPane: false,
  personalData: false,
  sensitive: false,
  archivedAt: null,
  restorableUntil: null,
  uses: 3,
  version: 1,
}
const lookups: Lookups = {
  customFields: [region, { ...region, key: 'size', label: 'Size', type: 'number', archivedAt: '2026-01-01T00:00:00Z' }],
  tags: [{ id: tag, name: 'VIP' }],
  segments: [{ id: tag, name: 'Newsletter' }],
  users: [{ id: tag, name: 'Maren', active: true }],
  laws: ['GDPR'],
  companies: new Map([[tag, 'Acme']]),
}
const inWords = (filter: Filter | undefined, known: Lookups = lookups) => describeFilter(filter, makeWords(known, say))

describe('filter in words', () => {
  it.each<[Filter, string]>([
    [{ field: 'status', op: 'any_of', value: ['active'] }, 'Status is Active'],
    [{ field: 'status', op: 'any_of', value: ['active', 'bounced'] }, 'Status is any of Active or Bounced'],
    [{ field: 'tags', op: 'any_of', value: [tag] }, 'Tags include VIP'],
    [{ field: 'tags', op: 'none_of', value: ['vip'] }, 'Tags do not include VIP'],
    [{ field: 'leadScore', op: 'between', value: [10, 50] }, 'Lead score is between 10 and 50'],
    [{ field: 'createdAt', op: 'in_last_days', value: 30 }, 'Created in the last 30 days'],
    [{ field: 'createdAt', op: 'on_or_after', value: '2026-01-31' }, 'Created on or after Jan 31, 2026'],
    [{ field: 'lastContactedAt', op: 'empty' }, 'Last contacted never'],
    [{ field: 'ownerActive', op: 'is_false' }, 'Owner still works here: no'],
    [{ field: 'country', op: 'any_of', value: ['DE'] }, 'Country is Germany'],
    [{ field: 'company', op: 'any_of', value: [tag] }, 'Company is Acme'],
    [{ field: 'custom.region', op: 'any_of', value: ['north'] }, 'Region is North'],
    [
      { activity: { types: ['meeting'], atLeast: 2, withinDays: 30 } },
      'At least 2 activities (Meeting) in the last 30 days',
    ],
    [{ activity: { types: ['call', 'meeting'], atMost: 0 } }, 'No activity (Call or Meeting)'],
    [{ activity: { types: ['call'] } }, 'At least 1 activity (Call)'],
  ])('%j', (filter, text) => {
    expect(inWords(filter)).toEqual({ text, broken: false })
  })

  it('joins groups so that they can be read in one way only', () => {
    const a: Filter = { field: 'name', op: 'contains', value: 'a' }
    const b: Filter = { field: 'email', op: 'empty' }
    expect(inWords({ and: [a, { or: [a, b] }] }).text).toBe(
      'Name contains “a” and (Name contains “a” or Email is empty)',
    )
    expect(inWords({ not: { or: [a, b] } }).text).toBe('not (Name contains “a” or Email is empty)')
    expect(inWords({ and: [b, { not: a }] }).text).toBe('Email is empty and not (Name contains “a”)')
    expect(inWords(undefined).text).toBe('Everyone')
  })

  it.each<[string, Filter, string]>([
    ['an unknown field', { field: 'custom.gone', op: 'is', value: 'x' }, 'Deleted field “gone” …'],
    [
      'a deleted custom field, by its name',
      { field: 'custom.size', op: 'gte', value: 3 },
      'Deleted field “Size” is at least 3',
    ],
    ['a deleted tag', { field: 'tags', op: 'any_of', value: [tag, gone] }, 'Tags include any of VIP or a deleted tag'],
    ['a tag by name', { field: 'tags', op: 'any_of', value: ['Lost'] }, 'Tags include “Lost” (deleted)'],
    ['a deleted segment', { field: 'segments', op: 'any_of', value: [gone] }, 'Segments include a deleted segment'],
    ['a deleted choice', { field: 'custom.region', op: 'any_of', value: ['south'] }, 'Region is “south” (deleted)'],
    ['an operator the field lacks', { field: 'status', op: 'gte', value: 3 }, 'Status gte 3'],
    ['a missing value', { field: 'name', op: 'contains' }, 'Name contains …'],
  ])('SE-11 says what is broken: %s', (_, filter, text) => {
    expect(inWords(filter)).toEqual({ text, broken: true })
    expect(inWords({ and: [{ field: 'email', op: 'empty' }, { not: filter }] }).broken).toBe(true)
  })

  it('does not call broken what has not arrived yet', () => {
    const nothing: Lookups = { companies: new Map() }
    for (const field of ['tags', 'segments', 'owner', 'company', 'jurisdiction', 'custom.region']) {
      expect(inWords({ field, op: 'any_of', value: [tag] }, nothing).broken).toBe(false)
    }
  })

  it('has words for every operator of every field', () => {
    for (const field of recordFields) {
      const info = fieldInfo(field, [])
      for (const op of info?.operators ?? []) {
        const { text } = inWords({ field, op })
        expect(text).not.toMatch(/op\.|undefined/)
        expect(info && operators[info.kind]).toContain(op)
        expect(text).not.toMatch(/_/)
      }
    }
  })
})

describe('a condition while it is made', () => {
  it('starts with an operator of its field, and is whole only with a value of the right shape', () => {
    for (const field of recordFields) {
      const info = fieldInfo(field, [])
      if (!info) throw new Error(`No ${field}`)
      const start = newCondition(info)
      expect(info.operators).toContain(start.op)
      const shape = valueShape(info.kind, start.op)
      expect(fits(start.value, shape)).toBe(shape === 'none' || shape === 'count')
    }
  })

  it('keeps the value where another operator can use it', () => {
    const info = fieldInfo('status', [])
    if (!info) throw new Error('No status')
    const condition: Condition = { field: 'status', op: 'any_of', value: ['active'] }
    expect(withOperator(condition, info, 'none_of')).toEqual({ ...condition, op: 'none_of' })
    const created = fieldInfo('createdAt', [])
    if (!created) throw new Error('No createdAt')
    const lately: Condition = { field: 'createdAt', op: 'in_last_days', value: 7 }
    expect(withOperator(lately, created, 'on_or_after')).toEqual({ field: 'createdAt', op: 'on_or_after' })
    expect(withOperator(lately, created, 'empty')).toEqual({ field: 'createdAt', op: 'empty' })
  })

  it('SE-09 refuses ranges that are turned round or half filled', () => {
    expect(fits([1, 2], 'numbers')).toBe(true)
    expect(fits([2, 1], 'numbers')).toBe(false)
    expect(fits(['2026-01-01', '2026-01-01'], 'days')).toBe(true)
    expect(fits(['2026-01-02', '2026-01-01'], 'days')).toBe(false)
    expect(fits(['2026-01-02', ''] as never, 'days')).toBe(false)
    expect(fits(0, 'count')).toBe(false)
    expect(fits([], 'list')).toBe(false)
    expect(fits('  ', 'text')).toBe(false)
  })
})

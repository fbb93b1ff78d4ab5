import type { ActivityCondition, Condition, Filter } from '../../../server/filter/schema.ts'

/** How the parts of a group count. `not_all`: at least one of them does not hold. */
export type Mode = 'all' | 'any' | 'none' | 'not_all'

/** One condition; `negated` turns it round. */
export interface Leaf {
  leaf: Condition | ActivityCondition
  negated: boolean
}

export interface Group {
  mode: Mode
  items: Item[]
  /** Made on the screen and still empty: it means nothing until it holds a condition. */
  fresh?: true
}

/** What people edit: groups of conditions, and no negation but that of a condition or a whole group. */
export type Item = Leaf | Group

/** Where an item stands: the index in the root, then in the group there, and so on. */
export type Path = readonly number[]

const turned: Record<Mode, Mode> = { all: 'not_all', not_all: 'all', any: 'none', none: 'any' }

export const isLeaf = (item: Item): item is Leaf => 'leaf' in item

/** A filter as groups. Double negations, groups of one and groups within like groups are gone; the meaning is the same. */
export function toTree(filter: Filter | undefined): Group {
  if (!filter) return { mode: 'all', items: [], fresh: true }
  const item = toItem(filter)
  return isLeaf(item) ? { mode: 'all', items: [item] } : item
}

function toItem(filter: Filter): Item {
  if ('not' in filter) return turn(toItem(filter.not))
  if ('and' in filter) return trivial({ mode: 'all', items: spread(filter.and.map(toItem), 'all') })
  if ('or' in filter) return trivial({ mode: 'any', items: spread(filter.or.map(toItem), 'any') })
  return { leaf: filter, negated: false }
}

const turn = (item: Item): Item =>
  isLeaf(item) ? { ...item, negated: !item.negated } : { ...item, mode: turned[item.mode] }

const spread = (items: Item[], mode: Mode): Item[] =>
  items.flatMap((item) => (!isLeaf(item) && item.mode === mode ? item.items : [item]))

const trivial = (group: Group): Item => (group.items.length === 1 && group.items[0] ? group.items[0] : group)

/** The filter a tree means; undefined when it holds no condition at all. */
export function toFilter(group: Group): Filter | undefined {
  const parts = group.items.map((item) => (isLeaf(item) ? leafFilter(item) : toFilter(item))).filter((part) => !!part)
  const [first] = parts
  const gone = group.fresh || group.items.length > 0
  if (!first && gone) return undefined
  const denied = group.mode === 'none' || group.mode === 'not_all'
  const joined =
    parts.length === 1 && first
      ? first
      : group.mode === 'all' || group.mode === 'not_all'
        ? { and: parts }
        : { or: parts }
  return denied ? { not: joined } : joined
}

const leafFilter = ({ leaf, negated }: Leaf): Filter => (negated ? { not: leaf } : leaf)

/** The same filter without needless nesting. */
export const normalise = (filter: Filter | undefined): Filter | undefined => toFilter(toTree(filter))

/** The group or condition at a place. */
export function itemAt(group: Group, [head, ...rest]: Path): Item | undefined {
  if (head === undefined) return group
  const item = group.items[head]
  return item && !isLeaf(item) ? itemAt(item, rest) : rest.length === 0 ? item : undefined
}

/** Puts an item at the end of the group at a place. */
export function addAt(group: Group, path: Path, item: Item): Group {
  return changeGroup(group, path, (at) => ({ mode: at.mode, items: [...at.items, item] }))
}

/** Puts another item in the place of one. */
export function replaceAt(group: Group, path: Path, item: Item): Group {
  const last = path.at(-1)
  return changeGroup(group, path.slice(0, -1), (at) => ({
    ...at,
    items: at.items.map((old, index) => (index === last ? item : old)),
  }))
}

/** Takes an item out, and every group that becomes empty by it. */
export function removeAt(group: Group, path: Path): Group {
  const last = path.at(-1)
  if (last === undefined) return toTree(undefined)
  const parent = path.slice(0, -1)
  const without = changeGroup(group, parent, (at) => ({ ...at, items: at.items.filter((_, index) => index !== last) }))
  const left = itemAt(without, parent)
  return left && !isLeaf(left) && left.items.length === 0 ? removeAt(without, parent) : without
}

export function setMode(group: Group, path: Path, mode: Mode): Group {
  return changeGroup(group, path, (at) => ({ ...at, mode }))
}

function changeGroup(group: Group, [head, ...rest]: Path, change: (group: Group) => Group): Group {
  if (head === undefined) return change(group)
  return {
    ...group,
    items: group.items.map((item, index) => (index === head && !isLeaf(item) ? changeGroup(item, rest, change) : item)),
  }
}

/** Every condition of a filter, in order. */
export function leavesOf(filter: Filter): (Condition | ActivityCondition)[] {
  if ('and' in filter) return filter.and.flatMap(leavesOf)
  if ('or' in filter) return filter.or.flatMap(leavesOf)
  return 'not' in filter ? leavesOf(filter.not) : [filter]
}

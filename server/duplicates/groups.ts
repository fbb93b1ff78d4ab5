import { type Certainty, certainties } from './schema.ts'

/** An open pair of two ids. */
export interface Edge {
  one: string
  other: string
  score: number
  certainty: Certainty
}

export interface Group {
  members: string[]
  /** The best of its pairs. */
  score: number
  /** The weakest of the pairs that join it. */
  certainty: Certainty
}

/** More contacts than a screen can compare are not put together: weak pairs in between would chain strangers. */
export const LARGEST_GROUP = 20

/** What pairs join, the surest first (Kruskal's order); a pair that would make a group too large joins nothing. */
export function groupsOf(edges: readonly Edge[]): Group[] {
  const groups = new Map<string, Group>()
  const of = (id: string, { score, certainty }: Edge): Group => groups.get(id) ?? { members: [id], score, certainty }
  const inOrder = edges.toSorted((a, b) => b.score - a.score || (a.one + a.other < b.one + b.other ? -1 : 1))
  for (const edge of inOrder) {
    const one = of(edge.one, edge)
    const other = of(edge.other, edge)
    if (one === other || one.members.length + other.members.length > LARGEST_GROUP) continue
    const [large, small] = one.members.length >= other.members.length ? [one, other] : [other, one]
    large.members.push(...small.members)
    large.score = Math.max(large.score, small.score, edge.score)
    large.certainty = weakest(large.certainty, small.certainty, edge.certainty)
    for (const id of large.members) groups.set(id, large)
  }
  return [...new Set(groups.values())]
}

export const weakest = (...all: Certainty[]): Certainty =>
  all.reduce((weak, next) => (certainties.indexOf(next) > certainties.indexOf(weak) ? next : weak))

import { imageProxyOf, isReader } from './agents.ts'
import type { Hit } from './classify.ts'

/** People follow one link after the other, machines all at once. */
export const BURST = 10_000

/** What the hits of a mail say of each other, found once, since a mail may have ten thousand of them. */
export interface Surroundings {
  /** Within ten seconds, from the same network. */
  trapFollowedNear(hit: Hit): boolean
  burstNear(hit: Hit): boolean
  /** The same, by the same program. */
  onlyAskedNear(hit: Hit): boolean
  isOfBurst(hit: Hit): boolean
  firstByGmail: Hit | undefined
  firstReader: Record<Hit['kind'], Hit | undefined>
}

/** @param links of the mail that people see */
export function surroundingsOf(hits: readonly Hit[], links: number): Surroundings {
  const inOrder = hits.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const burst = burstOf(inOrder, Math.max(2, Math.min(3, links)))
  const isOfBurst = (hit: Hit) => burst.has(hit)
  const readBy = (kind: Hit['kind']) => inOrder.find((hit) => hit.kind === kind && hit.agent && isReader(hit.agent))
  return {
    trapFollowedNear: nearby(
      inOrder.filter(({ trap }) => trap),
      networkOf,
    ),
    burstNear: nearby(inOrder.filter(isOfBurst), networkOf),
    onlyAskedNear: nearby(
      inOrder.filter(({ method }) => method !== 'GET'),
      programOf,
    ),
    isOfBurst,
    firstByGmail: inOrder.find(({ agent }) => agent && imageProxyOf(agent) === 'gmail'),
    firstReader: { open: readBy('open'), click: readBy('click') },
  }
}

/** Clicks of which `most` different links lie within ten seconds, from whatever network. */
function burstOf(inOrder: readonly Hit[], most: number): Set<Hit> {
  const clicks = inOrder.filter(({ kind, trap }) => kind === 'click' && !trap)
  const inside = new Map<string | null, number>()
  const found = new Set<Hit>()
  let next = 0
  let marked = 0
  for (const [first, { at, linkId }] of clicks.entries()) {
    for (; next < clicks.length; next++) {
      const click = clicks[next] as Hit
      if (click.at.getTime() - at.getTime() > BURST) break
      inside.set(click.linkId, (inside.get(click.linkId) ?? 0) + 1)
    }
    if (inside.size >= most) {
      for (const click of clicks.slice(Math.max(first, marked), next)) found.add(click)
      marked = next
    }
    const left = (inside.get(linkId) ?? 0) - 1
    if (left > 0) inside.set(linkId, left)
    else inside.delete(linkId)
  }
  return found
}

const networkOf = ({ network }: Hit): string => network ?? ''
const programOf = ({ network, agent }: Hit): string => `${network ?? ''} ${agent ?? ''}`

/** @param some in the order of time */
function nearby(some: readonly Hit[], sourceOf: (hit: Hit) => string): (hit: Hit) => boolean {
  const times = new Map([...Map.groupBy(some, sourceOf)].map(([source, own]) => [source, timesOf(own)]))
  return (hit) => {
    const own = times.get(sourceOf(hit)) ?? []
    const next = own[firstFrom(own, hit.at.getTime() - BURST)]
    return next !== undefined && next <= hit.at.getTime() + BURST
  }
}

const timesOf = (hits: readonly Hit[]): number[] => hits.map(({ at }) => at.getTime())

/** The place of the first that is not earlier. */
function firstFrom(times: readonly number[], least: number): number {
  let [from, to] = [0, times.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((times[middle] as number) < least) from = middle + 1
    else to = middle
  }
  return from
}

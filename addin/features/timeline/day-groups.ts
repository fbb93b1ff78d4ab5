import type { Activity } from '../../../server/timeline/schema.ts'
import { localDay } from '../../ui/format.ts'

export interface DayGroup {
  /** `YYYY-MM-DD` in the reader's zone. */
  day: string
  items: Activity[]
}

/** Groups activities by the reader's local day, keeping their order. */
export function groupByDay(items: Activity[]): DayGroup[] {
  const groups: DayGroup[] = []
  for (const item of items) {
    const day = localDay(item.occurredAt)
    const last = groups.at(-1)
    if (last?.day === day) last.items.push(item)
    else groups.push({ day, items: [item] })
  }
  return groups
}

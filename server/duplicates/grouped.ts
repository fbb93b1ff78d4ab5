/** Numbers by what they belong to: those of group `g` stand from `begins[g]` to `begins[g + 1]`. */
export interface Grouped {
  begins: Int32Array
  members: Int32Array
}

/**
 * Sorts by counting, in two passes; what is in one group stays in order.
 * @param groupOf for each member the number of its group, below `groups`; below zero where it belongs to none
 * @param members what is grouped; without it the places in `groupOf`
 */
export function grouped(groupOf: Int32Array, groups: number, members?: Int32Array): Grouped {
  const begins = new Int32Array(groups + 1)
  for (const group of groupOf) if (group >= 0) begins[group + 1] = (begins[group + 1] as number) + 1
  for (let group = 0; group < groups; group += 1)
    begins[group + 1] = (begins[group + 1] as number) + (begins[group] as number)
  const filled = begins.slice(0, groups)
  const sorted = new Int32Array(begins[groups] as number)
  for (let at = 0; at < groupOf.length; at += 1) {
    const group = groupOf[at] as number
    if (group < 0) continue
    const place = filled[group] as number
    sorted[place] = members ? (members[at] as number) : at
    filled[group] = place + 1
  }
  return { begins, members: sorted }
}

export const membersOf = ({ begins, members }: Grouped, group: number): Int32Array =>
  members.subarray(begins[group], begins[group + 1])

import type { Random } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The next moment at or after `time` at which people in Europe sit at their desks (06:30 to 17:00 UTC, Monday to Friday). */
export function officeTime(time: number, random: Random): number {
  let at = new Date(time)
  const minutes = at.getUTCHours() * 60 + at.getUTCMinutes()
  if (minutes < 390) at = new Date(dayStart(at) + (390 + random.int(0, 150)) * MINUTE)
  else if (minutes > 1020) at = new Date(dayStart(at) + DAY + (390 + random.int(0, 150)) * MINUTE)
  while (at.getUTCDay() === 0 || at.getUTCDay() === 6) at = new Date(at.getTime() + DAY)
  return at.getTime()
}

const dayStart = (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate())

/** When the next mail of a conversation comes: mostly the same day or the next, sometimes after some days. */
export function answerTime(previous: number, random: Random): number {
  const kind = random.next()
  const gap = kind < 0.35 ? random.int(9, 95) * MINUTE : kind < 0.8 ? random.int(2, 26) * HOUR : random.int(2, 5) * DAY
  return officeTime(previous + gap + random.int(0, 59) * 1000, random)
}

/** A moment in the last `days` days; later ones are likelier, since business grows. Never after the anchor. */
export function pastTime(anchor: number, days: number, random: Random): number {
  const wanted = anchor - days * DAY * random.next() ** 1.25 - random.int(0, 9 * 60) * MINUTE
  for (let back = 0; ; back++) {
    const time = officeTime(wanted - back * DAY, random)
    if (time < anchor - 10 * MINUTE) return time
  }
}

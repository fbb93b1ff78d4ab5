import { stamp } from '../letters.ts'
import { officeTime, pastTime } from './calendar.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { drawSlots, weekOf } from './slots.ts'
import { ELEANOR_AUTHOR, JONAS_AUTHOR, MAREN_AUTHOR, SABINE_AUTHOR, TOMAS_AUTHOR } from './staff.ts'
import { internal } from './texts/internal.ts'
import { conversation } from './threads.ts'
import { type Author, addressOf, writeHtml } from './writer.ts'

const WEEK = 7 * 86_400_000
const WEEKS = 77
const STAFF = [MAREN_AUTHOR, TOMAS_AUTHOR, ELEANOR_AUTHOR, JONAS_AUTHOR, SABINE_AUTHOR]
const SITES = ['Leeds', 'Aarhus', 'Lyon', 'Logroño', 'Stuttgart', 'Boulder']

/** Mail among colleagues, and the pipeline review of each Monday. */
export function internalMail(anchor: number): Posting[] {
  return [...colleagueThreads(anchor), ...pipelineReviews(anchor)]
}

function colleagueThreads(anchor: number): Posting[] {
  return Array.from({ length: 60 }, (_, i) => {
    const random = new Random(5000 + i)
    const [one, other, third] = random.shuffled(STAFF) as [Author, Author, Author]
    const start = i < 3 ? pastTime(anchor, 2, random) : pastTime(anchor, 540, random)
    return conversation(
      {
        them: one,
        us: other,
        copied: random.chance(0.3) ? [third] : [],
        scenario: random.pick(internal),
        slots: drawSlots(random, 'en', new Date(start), random.pick(SITES), 'EUR'),
        language: 'en',
        start,
        name: `internal-${i}`,
      },
      anchor,
      random,
    )
  }).flat()
}

function pipelineReviews(anchor: number): Posting[] {
  const random = new Random(5900)
  return Array.from({ length: WEEKS }, (_, i) => {
    const time = new Date(officeTime(mondayBefore(anchor) - i * WEEK, random))
    if (time.getTime() > anchor) return []
    const subject = `Pipeline review, week ${weekOf(time)}`
    const text = `Figures for the review at 10:00 are in the usual place. Forecast for the quarter stands at ${random.int(61, 98)} % of plan, ${random.int(4, 14)} open quotes above 10 k. Please bring next steps for everything older than 30 days.`
    const written = { author: ELEANOR_AUTHOR, to: MAREN_AUTHOR, language: 'en' as const, text, subject, sent: time }
    return [
      {
        letter: {
          internetMessageId: `<${random.hex(24)}.review@halden-optics.example>`,
          conversation: `review-${i}`,
          subject,
          html: writeHtml({ ...written, to: { ...MAREN_AUTHOR, name: 'all', salutation: 'none' } }, random),
          from: addressOf(ELEANOR_AUTHOR),
          to: [addressOf(MAREN_AUTHOR), addressOf(TOMAS_AUTHOR)],
          sent: stamp(time),
        },
      },
    ]
  }).flat()
}

function mondayBefore(anchor: number): number {
  const day = new Date(anchor)
  const back = (day.getUTCDay() + 6) % 7
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - back, 6, 40)
}

import type { WriteScoringRule } from '../../../server/scoring/schema.ts'
import { holds, type Person } from '../filter/evaluate.ts'

const DAY = 86_400_000

export interface Happening {
  type: string
  at: string
  class?: string
}

/** A contact as far as scores care. */
export interface Scored {
  role: string | null
  createdAt: string
  lastContactedAt: string | null
  objected: boolean
  activities: Happening[]
  adjustments: { points: number; expiresAt: string }[]
}

/** What a rule gives one contact at an instant, written down once more in the plainest way. */
export function lineOf(rule: WriteScoringRule, contact: Scored, now: Date): { fires: boolean; points: number } {
  if ('filter' in rule.condition) {
    const fires = holds(rule.condition.filter, asPerson(contact), { now, timeZone: 'UTC', customTypes: {} })
    return { fires, points: fires ? rule.points : 0 }
  }
  const { types, withinDays, per, atLeast } = rule.condition.activity
  const ages = contact.activities
    .filter(({ type, class: who }) => !['email_opened', 'email_clicked'].includes(type) || who === 'person')
    .filter(({ type }) => (types as string[]).includes(type))
    .map(({ at }) => (now.getTime() - Date.parse(at)) / DAY)
    .filter((age) => age >= 0 && (withinDays === null || age < withinDays))
  if (ages.length < atLeast) return { fires: false, points: 0 }
  const share = (age: number) => (rule.halfLifeDays === null ? 1 : 0.5 ** (age / rule.halfLifeDays))
  const shares = per === 'each' ? ages.map(share) : [share(Math.min(...ages))]
  const all = rule.points * shares.reduce((sum, one) => sum + one, 0)
  if (rule.cap === null) return { fires: true, points: all }
  return { fires: true, points: rule.points < 0 ? Math.max(all, rule.cap) : Math.min(all, rule.cap) }
}

export function scoreOf(rules: WriteScoringRule[], contact: Scored, now: Date): number | null {
  if (contact.objected) return null
  const lines = rules.filter(({ active }) => active).map((rule) => ({ rule, ...lineOf(rule, contact, now) }))
  if (lines.some(({ rule, fires }) => rule.disqualifies && fires)) return 0
  const adjusted = contact.adjustments.filter(({ expiresAt }) => Date.parse(expiresAt) > now.getTime())
  const sum = [...lines, ...adjusted].reduce((total, { points }) => total + points, 0)
  return Math.floor(Math.min(100, Math.max(0, sum)) + 0.5 + 1e-9)
}

const asPerson = (contact: Scored): Person => ({
  firstName: null,
  lastName: null,
  addresses: [],
  phone: null,
  jobTitle: null,
  companyName: null,
  companyId: null,
  chosenStatus: 'active',
  ownerId: null,
  ownerActive: null,
  tags: [],
  leadScore: null,
  consentStatus: 'unknown',
  consentExpiresAt: null,
  country: null,
  custom: {},
  segments: [],
  deals: [],
  ...contact,
})

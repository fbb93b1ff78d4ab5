import type { Filter } from '../../../../server/filter/schema.ts'
import type { RuleCondition, ScoringRule, WriteScoringRule } from '../../../../server/scoring/schema.ts'
import type { ActivityType } from '../../../../server/timeline/schema.ts'
import { typedNumber } from '../../../features/score/points.ts'

/** A scoring rule as the form holds it: numbers as they are typed. */
export interface RuleForm {
  name: string
  kind: 'fields' | 'activity'
  filter: Filter | undefined
  types: ActivityType[]
  withinDays: string
  per: 'each' | 'once'
  atLeast: string
  points: string
  cap: string
  halfLifeDays: string
  disqualifies: boolean
  active: boolean
}

export type RuleFault = 'name' | 'filter' | 'types' | 'withinDays' | 'atLeast' | 'points' | 'cap' | 'halfLifeDays'

export const newRule: RuleForm = {
  name: '',
  kind: 'fields',
  filter: undefined,
  types: ['meeting'],
  withinDays: '30',
  per: 'each',
  atLeast: '1',
  points: '10',
  cap: '',
  halfLifeDays: '',
  disqualifies: false,
  active: true,
}

export function ruleFormOf(rule: ScoringRule): RuleForm {
  const activity = 'activity' in rule.condition ? rule.condition.activity : null
  return {
    ...newRule,
    name: rule.name,
    kind: activity ? 'activity' : 'fields',
    filter: 'filter' in rule.condition ? rule.condition.filter : undefined,
    types: activity?.types ?? newRule.types,
    withinDays: text(activity ? activity.withinDays : null),
    per: activity?.per ?? newRule.per,
    atLeast: text(activity?.atLeast ?? 1),
    points: text(rule.points),
    cap: text(rule.cap),
    halfLifeDays: text(rule.halfLifeDays),
    disqualifies: rule.disqualifies,
    active: rule.active,
  }
}

const text = (number: number | null) => (number === null ? '' : String(number))

/** Which fields are not fit to be sent. */
export function ruleFaults(form: RuleForm): RuleFault[] {
  const activity = form.kind === 'activity'
  const points = typedNumber(form.points)
  const cap = typedNumber(form.cap)
  const faults: [RuleFault, boolean][] = [
    ['name', form.name.trim() === ''],
    ['filter', !activity && form.filter === undefined],
    ['types', activity && form.types.length === 0],
    ['withinDays', activity && form.withinDays.trim() !== '' && !whole(form.withinDays, 3650)],
    ['atLeast', activity && !whole(form.atLeast, 1000)],
    ['points', !form.disqualifies && !(Math.abs(points) <= 100 && points !== 0)],
    ['cap', capCounts(form) && form.cap.trim() !== '' && !(cap * points > 0 && Math.abs(cap) <= 100)],
    ['halfLifeDays', fades(form) && form.halfLifeDays.trim() !== '' && !positive(form.halfLifeDays, 3650)],
  ]
  return faults.filter(([, wrong]) => wrong).map(([field]) => field)
}

const capCounts = (form: RuleForm) => form.kind === 'activity' && form.per === 'each' && !form.disqualifies
const fades = (form: RuleForm) => form.kind === 'activity' && !form.disqualifies

function whole(typed: string, most: number): boolean {
  const number = typedNumber(typed)
  return Number.isInteger(number) && number >= 1 && number <= most
}

function positive(typed: string, most: number): boolean {
  const number = typedNumber(typed)
  return number > 0 && number <= most
}

/** The rule as it goes to the server. What the form does not show for its kind is left empty. */
export function toRule(form: RuleForm, position: number): WriteScoringRule {
  const points = typedNumber(form.points)
  return {
    name: form.name.trim(),
    condition: conditionOf(form),
    points: form.disqualifies && !Number.isFinite(points) ? 0 : points,
    cap: capCounts(form) ? optional(form.cap) : null,
    halfLifeDays: fades(form) ? optional(form.halfLifeDays) : null,
    disqualifies: form.disqualifies,
    active: form.active,
    position,
  }
}

function conditionOf(form: RuleForm): RuleCondition {
  if (form.kind === 'fields') return { filter: form.filter ?? { and: [] } }
  return {
    activity: {
      types: form.types,
      withinDays: optional(form.withinDays),
      per: form.per,
      atLeast: typedNumber(form.atLeast),
    },
  }
}

const optional = (typed: string) => (typed.trim() === '' ? null : typedNumber(typed))

/** A saved rule with some settings changed, as the preview takes it. */
export function ruleWith(rule: ScoringRule, change: Partial<WriteScoringRule>): WriteScoringRule {
  const { name, part, condition, points, cap, halfLifeDays, disqualifies, active, position } = rule
  return { name, part, condition, points, cap, halfLifeDays, disqualifies, active, position, ...change }
}

/** "0–9", "10–19" … "90–100": the tenths of a score that the server counts by. */
export const tenths: readonly string[] = Array.from({ length: 10 }, (_, tenth) =>
  tenth === 9 ? '90–100' : `${tenth * 10}–${tenth * 10 + 9}`,
)

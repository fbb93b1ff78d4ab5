import type { ActivityCondition, Condition, Filter } from '../../../server/filter/schema.ts'
import { locale } from '../../ui/i18n.ts'
import { type FieldInfo, fieldInfo, fits, isRecordField, valueShape } from './fields.ts'
import { type Group, isLeaf, type Leaf, toTree } from './tree.ts'
import type { Words } from './words.ts'

/** A piece of a filter in words; `broken` when it names what does not exist (any more), or cannot work. */
export interface Phrase {
  text: string
  broken: boolean
}

/** A whole filter as one sentence: "Status is Active and (Tags include VIP or Lead score is at least 50)". */
export function describeFilter(filter: Filter | undefined, words: Words): Phrase {
  return filter ? describeGroup(toTree(filter), words) : { text: words.say('everyone'), broken: false }
}

function describeGroup(group: Group, words: Words): Phrase {
  const { say } = words
  const any = group.mode === 'any' || group.mode === 'none'
  const denied = group.mode === 'none' || group.mode === 'not_all'
  const parts = group.items.map((item) => {
    if (isLeaf(item)) return describeLeaf(item, words)
    const phrase = describeGroup(item, words)
    const bare = item.mode === 'none' || item.mode === 'not_all' || item.items.length < 2
    return bare ? phrase : { ...phrase, text: say('join.nested', { filter: phrase.text }) }
  })
  const joined = parts.map(({ text }) => text).join(say(any ? 'join.any' : 'join.all'))
  const text = joined || say(any ? 'never' : 'always')
  return {
    text: denied ? say('join.denied', { filter: text }) : text,
    broken: parts.some(({ broken }) => broken),
  }
}

/** One condition in words: "Created in the last 30 days", "not (At least 2 activities (Meeting))". */
export function describeLeaf({ leaf, negated }: Leaf, words: Words): Phrase {
  const phrase = 'activity' in leaf ? describeActivity(leaf, words) : describeCondition(leaf, words)
  return negated ? { ...phrase, text: words.say('join.denied', { filter: phrase.text }) } : phrase
}

function describeActivity({ activity }: ActivityCondition, { say, activityName }: Words): Phrase {
  const types = activity.types.map(activityName).join(say('join.any'))
  const { atMost, atLeast = atMost === undefined ? 1 : undefined, withinDays } = activity
  const phrase =
    atLeast !== undefined && atMost !== undefined
      ? say('activity.phraseBetween', { from: atLeast, to: atMost, types })
      : atMost === 0
        ? say('activity.phraseNever', { types })
        : atMost !== undefined
          ? say('activity.phraseAtMost', { count: atMost, types })
          : say('activity.phraseAtLeast', { count: atLeast ?? 1, types })
  const text = withinDays === undefined ? phrase : say('activity.phraseWithin', { phrase, count: withinDays })
  return { text, broken: false }
}

function describeCondition(condition: Condition, words: Words): Phrase {
  const { say } = words
  const field = fieldLabel(condition.field, words)
  const info = fieldInfo(condition.field, words.customFields ?? [])
  if (!info) {
    const loading = condition.field.startsWith('custom.') && !words.customFields
    return { text: say('phraseBare', { field, operator: say('incomplete') }), broken: !loading }
  }
  const known = info.operators.includes(condition.op) && !info.custom?.archivedAt
  const shape = valueShape(info.kind, condition.op)
  const value = describeValue(condition, info, words)
  const operator = operatorText(condition, info, words)
  const text =
    info.kind === 'flag'
      ? say('phraseFlag', { field, operator })
      : shape === 'none'
        ? say('phraseBare', { field, operator })
        : say('phrase', { field, operator, value: value.text })
  return { text, broken: !known || value.broken || !fits(condition.value, shape) }
}

/** The name of a field; a deleted custom field by the name it had, else by its key. */
export function fieldLabel(field: string, { say, customFields }: Words): string {
  if (isRecordField(field)) return say(`field.${field}`)
  const key = field.replace(/^custom\./, '')
  const custom = customFields?.find((one) => one.key === key)
  if (custom && !custom.archivedAt) return custom.label
  return customFields || !field.startsWith('custom.') ? say('gone.field', { name: custom?.label ?? key }) : key
}

function operatorText({ op, value }: Condition, { kind }: FieldInfo, { say }: Words): string {
  const single = Array.isArray(value) && value.length === 1
  // The keys are `op.<kind>.<operator>`; a pair the texts lack is one the field does not know, and stands as it is.
  const key = `${kind}.${op}`
  return say([...(single ? [`one.${key}`] : []), `op.${key}`] as never, { defaultValue: op }) as string
}

function describeValue({ field, op, value }: Condition, info: FieldInfo, words: Words): Phrase {
  const { say } = words
  const shape = valueShape(info.kind, op)
  const whole = (text: string): Phrase => ({ text, broken: false })
  if (value === undefined) return whole(say('incomplete'))
  if (shape === 'count') return whole(say('countDays', { count: Number(value) }))
  if (shape === 'text') return whole(`“${value}”`)
  if (shape === 'number') return whole(number(value))
  if (shape === 'day') return whole(day(value))
  if (!Array.isArray(value)) return whole(String(value))
  if (shape === 'numbers') return whole(say('range', { from: number(value[0]), to: number(value[1]) }))
  if (shape === 'days') return whole(say('range', { from: day(value[0]), to: day(value[1]) }))
  return describeList(value.map(String), field, op, words)
}

function describeList(values: string[], field: string, op: Condition['op'], words: Words): Phrase {
  const parts = values.map((value) => describeName(field, value, words))
  const joint = words.say(op === 'all_of' ? 'join.all' : 'join.any')
  return { text: parts.map(({ text }) => text).join(joint), broken: parts.some(({ broken }) => broken) }
}

/** What a value of a list is called; what is gone is said to be gone. */
export function describeName(field: string, value: string, words: Words): Phrase {
  const name = words.nameOf(field, value)
  if (name === undefined) return { text: words.say('incomplete'), broken: false }
  return name === null ? { text: words.goneName(field, value), broken: true } : { text: name, broken: false }
}

const number = (value: unknown): string =>
  typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : String(value)

/** A calendar day, which has no zone. */
function day(value: unknown): string {
  const at = new Date(`${value}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return String(value)
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}

import { Id } from '../platform/schema.ts'
import type { TimelineFilters } from './schema.ts'
import { holdersOf, sharedOf, summaryLevelOf } from './shared-mail.ts'

/** Values of a statement in the order of their placeholders. */
export class Values {
  readonly list: (string | string[])[] = []

  /** @returns the placeholder */
  add(value: string | string[]): string {
    this.list.push(value)
    return `$${this.list.length}`
  }
}

/** What of a timeline is one range of an index: its dates. For `ac` (activity_contacts). */
export function rangeOf({ from, to }: Pick<TimelineFilters, 'from' | 'to'>, values: Values): string {
  return [
    from ? `and ac.occurred_at >= ${values.add(new Date(from).toISOString())}::timestamptz` : '',
    to ? `and ac.occurred_at < ${values.add(new Date(to).toISOString())}::timestamptz` : '',
  ].join(' ')
}

/** Whether entries have to be looked into, one by one along the index. */
export const looksInto = ({ person, search }: Pick<TimelineFilters, 'person' | 'search'>): boolean =>
  Boolean(person || search)

/**
 * Conditions on `a` (activities) that no index answers. What the reader may not see is not found either: neither the
 * subject of a mail, nor its preview, nor who else is on it.
 */
export function conditionsOf(
  { person, search }: Pick<TimelineFilters, 'person' | 'search'>,
  readerId: string,
  values: Values,
): string {
  const level = `(case when strpos(${holdersOf('a')}, ${values.add(readerId)}::text) > 0 then 2 else ${sharedOf('a')} end)`
  const conditions = [
    ...(person ? [Id.safeParse(person).success ? byId(person, level, values) : byAddress(person, level, values)] : []),
    ...(search ? wordsOf(search).map((word) => saying(word, level, values)) : []),
  ]
  return conditions.length > 0 ? conditions.join(' and ') : 'true'
}

/** A colleague did it, or their mailbox holds it, or they are named in it; or a contact it stands with. */
function byId(id: string, level: string, values: Values): string {
  const person = values.add(id.toLowerCase())
  return `(a.actor_user_id = ${person}::uuid or (a.message_id is not null and strpos(a.holders::text, ${person}::text) > 0)
    or exists (select 1 from activity_mentions x where x.activity_id = a.id and x.user_id = ${person}::uuid)
    or (${level} >= 1 and exists (select 1 from activity_contacts x
         where x.activity_id = a.id and x.contact_id = ${person}::uuid and not x.blind)))`
}

function byAddress(address: string, level: string, values: Values): string {
  const person = values.add(address.normalize('NFKC').toLowerCase())
  const named = (list: 'to' | 'cc') => `exists (select 1 from json_array_elements(
      case when json_typeof(a.details -> '${list}') = 'array' then a.details -> '${list}' else '[]' end) x
    where lower(x ->> 'address') = ${person})`
  return `(lower(a.actor_address) = ${person} or (${level} >= 1 and (${named('to')} or ${named('cc')})))`
}

const MOST_WORDS = 8

const wordsOf = (search: string): string[] => search.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)

function saying(word: string, level: string, values: Values): string {
  const pattern = values.add(`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
  return `((${level} >= ${summaryLevelOf('a')} and fold(a.summary) like folded(${pattern}))
    or (${level} = 2 and fold(a.details ->> 'preview') like folded(${pattern}))
    or (${level} = 2 and json_typeof(a.details -> 'attachments') = 'array' and exists (
      select 1 from json_array_elements(a.details -> 'attachments') x where fold(x ->> 'name') like folded(${pattern})))
    or ${saidElsewhere(pattern)})`
}

/** What other kinds of entries say beside their summary. */
const saidElsewhere = (pattern: string): string => `(case
    when a.type = 'call' then fold(a.details ->> 'outcome') like folded(${pattern})
    when a.type = 'meeting' then fold(a.details ->> 'location') like folded(${pattern})
    when a.type in ('deal_won', 'deal_lost', 'deal_reopened') then fold(a.details ->> 'reason') like folded(${pattern})
    when a.type = 'form_submit' and json_typeof(a.details -> 'values') = 'array' then exists (
      select 1 from json_array_elements(a.details -> 'values') x where fold(x ->> 'value') like folded(${pattern}))
    else false end)`

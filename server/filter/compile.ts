import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { withoutPrefix } from '../platform/phone.ts'
import { daysCondition, type FilterContext } from './days.ts'
import { type FilterableField, type Resolved, type ResolvedFilter, resolveFilter } from './resolve.ts'
import type { ActivityCondition, Condition, Filter, FilterField } from './schema.ts'

export type { FilterContext }

/**
 * The filter as one SQL condition over `contacts c join contact_engagement e on e.contact_id = c.id`. This is the only
 * place where filters become SQL.
 * @throws BrokenFilter naming a custom field, tag, segment or operator that does not exist.
 */
export async function filterCondition(tx: Tx, filter: Filter, context: FilterContext): Promise<SQL> {
  return compile(await resolveFilter(tx, filter), context)
}

/** As `filterCondition`, from names that were looked up already. Never null: a condition that cannot be told is false. */
function compile(node: ResolvedFilter, context: FilterContext): SQL {
  if ('and' in node) return joined(node.and, sql` and `, sql`true`, context)
  if ('or' in node) return joined(node.or, sql` or `, sql`false`, context)
  if ('not' in node) return sql`(not ${compile(node.not, context)})`
  if ('activity' in node) return activityCondition(node, context)
  if ('segment' in node) return segmentCondition(node, context)
  return typeof node.field === 'object' ? customCondition(node, node.field, context) : fieldCondition(node, context)
}

function joined(nodes: ResolvedFilter[], by: SQL, none: SQL, context: FilterContext): SQL {
  if (nodes.length === 0) return none
  return sql`(${sql.join(
    nodes.map((node) => compile(node, context)),
    by,
  )})`
}

function segmentCondition(node: Extract<ResolvedFilter, { segment: string }>, { now }: FilterContext): SQL {
  if (node.static) {
    return sql`exists (select 1 from segment_members sm where sm.contact_id = c.id and sm.segment_id = ${node.segment}::uuid)`
  }
  return node.filter ? compile(node.filter, { now, timeZone: node.timeZone }) : sql`false`
}

function activityCondition({ activity }: ActivityCondition, { now }: FilterContext): SQL {
  const { types, atLeast, atMost, withinDays } = activity
  const at = now.toISOString()
  const since = withinDays
    ? sql`and ac.occurred_at > ${at}::timestamptz - make_interval(hours => ${withinDays * 24})`
    : sql``
  const entries = sql`select 1 from activity_contacts ac where ac.contact_id = c.id and ac.type in ${types}
    and ac.occurred_at <= ${at}::timestamptz ${since}`
  const counted = (most: number) => sql`(select count(*) from (${entries} limit ${most}) counted)`
  const least = atLeast ?? (atMost === undefined ? 1 : 0)
  const enough = least === 0 ? sql`true` : least === 1 ? sql`exists (${entries})` : sql`${counted(least)} >= ${least}`
  return atMost === undefined ? enough : sql`(${enough} and ${counted(atMost + 1)} <= ${atMost})`
}

const column = (name: string): SQL => sql.raw(name)

/** Where a field is read, folded where it is text, with '' for empty. */
const texts: Partial<Record<FilterField, SQL>> = {
  firstName: sql`fold(coalesce(c.first_name, ''))`,
  lastName: sql`fold(coalesce(c.last_name, ''))`,
  name: sql`fold(concat_ws(' ', c.first_name, c.last_name))`,
  jobTitle: column('c.sort_title'),
  department: column('c.sort_department'),
  source: column('c.sort_source'),
  companyName: column('c.sort_company'),
  linkedin: sql`fold(coalesce(c.linkedin, ''))`,
  twitter: sql`fold(coalesce(c.twitter, ''))`,
}
/** Columns that hold the first 200 characters. */
const cut: readonly (FilterField | undefined)[] = ['jobTitle', 'department', 'source', 'companyName']
/** Texts that search_text holds too: its index finds the few that come into question. */
const searched: readonly (FilterField | undefined)[] = ['firstName', 'lastName', 'name', 'companyName', 'email']

const plain: Partial<Record<FilterField, SQL>> = {
  role: sql`coalesce(c.role, '')`,
  status: column('c.status'),
  consentType: sql`coalesce(c.consent_type, '')`,
  gdprBasis: sql`coalesce(c.gdpr_basis, '')`,
  trackingConsent: sql`coalesce(c.tracking_consent, '')`,
  jurisdiction: sql`coalesce(c.law_country, '')`,
  country: sql`coalesce(c.country, '')`,
}
const references: Partial<Record<FilterField, SQL>> = { company: column('c.company_id'), owner: column('c.owner_id') }
/** Where the instants of a contact are read. */
export const instants: Partial<Record<FilterField, SQL>> = {
  createdAt: column('c.created_at'),
  updatedAt: column('c.updated_at'),
  consentDate: column('c.consent_date'),
  consentExpiresAt: column('c.consent_expires_at'),
  lastContactedAt: column('e.last_contacted_at'),
  lastActivityAt: column('e.last_activity_at'),
}

function fieldCondition(node: Resolved, context: FilterContext): SQL {
  const field = node.field as FilterField
  if (field === 'email') return emailCondition(node)
  if (field === 'phone') return phoneCondition(node)
  if (field === 'tags') return tagCondition(node)
  if (field === 'leadScore') return scoreCondition(node)
  if (field === 'consentStatus') return consentCondition(node, context)
  if (field === 'ownerActive') return ownerActive(node)
  if (field === 'hasOpenDeal') return node.op === 'is_true' ? openDeal() : sql`(not ${openDeal()})`
  if (field === 'dealStage') return dealStageCondition(node)
  if (field === 'dealAmount') return dealAmountCondition(node)
  const text = texts[field]
  if (text) return textCondition(node, field, text)
  const choice = plain[field]
  if (choice) return choiceCondition(node, choice, field === 'country')
  const reference = references[field]
  if (reference) return referenceCondition(node, reference)
  const instant = instants[field] as SQL
  return instantCondition(node, instant, indexed(field), context)
}

/** The same instant as its index has it, where there is one: without null, so that a range is one range. */
const indexed = (field: FilterField): SQL | null =>
  field === 'lastContactedAt' || field === 'lastActivityAt'
    ? sql`coalesce(${instants[field]}, '-infinity'::timestamptz)`
    : null

const literal = (text: string): string => text.normalize('NFKC').replaceAll(/[\\%_]/g, '\\$&')

/** `like` patterns of a text operator; wildcards that were typed are literals (SE-10). */
const patterns = { contains: ['%', '%'], starts_with: ['', '%'] } as const

type Match = 'is' | 'contains' | 'starts_with'

function matchText(value: SQL, op: Match, typed: string, isCut = false): SQL {
  const folded = sql`folded(${typed.normalize('NFKC').trim()}::text)`
  if (op === 'is') return isCut ? sql`${value} = left(${folded}, 200)` : sql`${value} = ${folded}`
  const [before, after] = patterns[op]
  return sql`${value} like ${before}::text || folded(${literal(typed)}::text) || ${after}::text`
}

const inSearchText = (typed: string): SQL =>
  sql`c.search_text like '%' || folded(${literal(typed.trim())}::text) || '%'`

function textCondition(node: Resolved, field: FilterField, value: SQL): SQL {
  const { op } = node
  if (op === 'empty') return sql`${value} = ''`
  if (op === 'not_empty') return sql`${value} <> ''`
  const typed = String(node.value)
  if (op === 'is_not') return sql`(not ${matchText(value, 'is', typed, cut.includes(field))})`
  if (op === 'not_contains') return sql`(not ${matchText(value, 'contains', typed)})`
  const match = matchText(value, op as Match, typed, cut.includes(field))
  return searched.includes(field) && typed.trim() !== '' ? sql`(${inSearchText(typed)} and ${match})` : match
}

function emailCondition(node: Resolved): SQL {
  if (node.op === 'empty') return sql`c.sort_email = ''`
  if (node.op === 'not_empty') return sql`c.sort_email <> ''`
  const typed = String(node.value).trim()
  const positive = node.op === 'is_not' ? 'is' : node.op === 'not_contains' ? 'contains' : node.op
  const any = sql`exists (select 1 from contact_addresses d where d.contact_id = c.id
    and ${matchText(sql`fold(d.display)`, positive as 'is', typed)})`
  if (positive !== node.op) return sql`(not ${any})`
  return typed === '' ? any : sql`(${inSearchText(typed)} and ${any})`
}

/** By digits, in whatever way they are written and dialled; either of the two numbers. */
function phoneCondition(node: Resolved): SQL {
  if (node.op === 'empty') return sql`(c.phone is null and c.mobile is null)`
  if (node.op === 'not_empty') return sql`(c.phone is not null or c.mobile is not null)`
  const positive = node.op === 'is_not' ? 'is' : node.op === 'not_contains' ? 'contains' : node.op
  const typed = String(node.value)
  const digits = positive === 'contains' ? withoutPrefix(typed) : typed.replaceAll(/\D/g, '')
  const pattern = { is: digits, contains: `%${digits}%`, starts_with: `${digits}%` }[positive as 'is']
  const one = (name: string) => sql`coalesce(regexp_replace(${column(name)}, '[^0-9]', '', 'g') like ${pattern}, false)`
  const any = sql`(${one('c.phone')} or ${one('c.mobile')})`
  if (digits === '') return positive === node.op ? sql`false` : sql`true`
  return positive === node.op ? sql`(c.search_text like ${`%${digits}%`} and ${any})` : sql`(not ${any})`
}

function listed(value: SQL, values: Condition['value'], cast: 'text' | 'uuid'): SQL {
  const list = values as string[]
  if (list.length === 0) return sql`false`
  const params = sql.join(
    list.map((item) => (cast === 'uuid' ? sql`${item}::uuid` : sql`${item}::text`)),
    sql`, `,
  )
  return sql`${value} in (${params})`
}

function choiceCondition({ op, value }: Resolved, column: SQL, isCountry = false): SQL {
  if (op === 'empty') return sql`${column} = ''`
  if (op === 'not_empty') return sql`${column} <> ''`
  if (op === 'none_of') return sql`(not ${listed(column, value, 'text')})`
  // A contact's own country is always the one whose law counts, and that one is indexed.
  return isCountry
    ? sql`(${listed(sql`coalesce(c.law_country, '')`, value, 'text')} and c.law_basis = 'contact' and c.law_basis is not null)`
    : listed(column, value, 'text')
}

/** Never null, and still a range of the index: null and false is false. */
const known = (match: SQL, column: SQL): SQL => sql`(${match} and ${column} is not null)`

function referenceCondition({ op, value }: Resolved, column: SQL): SQL {
  if (op === 'empty') return sql`${column} is null`
  if (op === 'not_empty') return sql`${column} is not null`
  if (op === 'none_of') return sql`(not ${known(listed(column, value, 'uuid'), column)})`
  return known(listed(column, value, 'uuid'), column)
}

const ownerActive = ({ op }: Resolved): SQL =>
  sql`exists (select 1 from users ow where ow.id = c.owner_id and ow.active = ${op === 'is_true'})`

const inDeal = (which: SQL): SQL => sql`exists (select 1 from deal_contacts dk join deals dl on dl.id = dk.deal_id
  join deal_stages ds on ds.id = dl.stage_id where dk.contact_id = c.id and ${which})`

const openDeal = (which = sql`true`): SQL => inDeal(sql`(ds.outcome = 'open' and ${which})`)

/** In which stages the deals of a contact are, closed ones too. */
function dealStageCondition({ op, value }: Resolved): SQL {
  if (op === 'empty') return sql`(not ${inDeal(sql`true`)})`
  if (op === 'not_empty') return inDeal(sql`true`)
  const stages = [...new Set((value as string[]).map((stage) => stage.toLowerCase()))]
  const any = (ids: string[]) => inDeal(listed(column('dl.stage_id'), ids, 'uuid'))
  if (op === 'none_of') return sql`(not ${any(stages)})`
  if (op !== 'all_of') return any(stages)
  return stages.length === 0
    ? sql`true`
    : sql`(${sql.join(
        stages.map((stage) => any([stage])),
        sql` and `,
      )})`
}

/** What an open deal of a contact is worth: one that fits is enough, whatever its currency. */
function dealAmountCondition(node: Resolved): SQL {
  const known = sql`dl.amount is not null`
  if (node.op === 'empty') return sql`(not ${openDeal(known)})`
  if (node.op === 'not_empty') return openDeal(known)
  return openDeal(numberCondition(node, column('dl.amount'), sql`(dl.amount is null)`))
}

/** Implied consent that has run out is unknown, without anyone touching the record. */
function consentCondition({ op, value }: Resolved, { now }: FilterContext): SQL {
  if (op === 'empty' || op === 'not_empty') return op === 'empty' ? sql`false` : sql`true`
  const expired = sql`coalesce(c.consent_expires_at <= ${now.toISOString()}::timestamptz, false)`
  const stored = sql`(${listed(column('c.consent_status'), value, 'text')} and not ${expired})`
  const any = (value as string[]).includes('unknown') ? sql`(${stored} or ${expired})` : stored
  return op === 'none_of' ? sql`(not ${any})` : any
}

function tagCondition({ op, value }: Resolved): SQL {
  if (op === 'empty') return sql`(not exists (select 1 from contact_tags ct where ct.contact_id = c.id))`
  if (op === 'not_empty') return sql`exists (select 1 from contact_tags ct where ct.contact_id = c.id)`
  const tags = [...new Set(value as string[])]
  const any = (ids: string[]) => sql`exists (select 1 from contact_tags ct where ct.contact_id = c.id
    and ${listed(column('ct.tag_id'), ids, 'uuid')})`
  if (op === 'all_of') {
    return tags.length === 0
      ? sql`true`
      : sql`(${sql.join(
          tags.map((tag) => any([tag])),
          sql` and `,
        )})`
  }
  return op === 'none_of' ? sql`(not ${any(tags)})` : any(tags)
}

function numberCondition({ op, value }: Resolved, column: SQL, isEmpty: SQL): SQL {
  if (op === 'empty') return isEmpty
  if (op === 'not_empty') return sql`(not ${isEmpty})`
  if (op === 'eq') return sql`(${column} = ${value}::float8 and not ${isEmpty})`
  if (op === 'gte') return sql`(${column} >= ${value}::float8 and not ${isEmpty})`
  if (op === 'lte') return sql`(${column} <= ${value}::float8 and not ${isEmpty})`
  const [from, to] = value as [number, number]
  return sql`(${column} >= ${from}::float8 and ${column} <= ${to}::float8 and not ${isEmpty})`
}

/** Scores are whole: bounds are too, as the index has them. The smallest is 0, and -1 stands for none. */
function scoreCondition({ op, value }: Resolved): SQL {
  const score = sql`coalesce(e.lead_score, -1)`
  if (op === 'empty') return sql`${score} = -1`
  if (op === 'not_empty') return sql`${score} >= 0`
  const bound = (at: number) => Math.min(101, Math.max(-1, at))
  const [from, to] = Array.isArray(value) ? (value as [number, number]) : [Number(value), Number(value)]
  const least = op === 'lte' ? 0 : Math.max(0, bound(Math.ceil(from)))
  const most = op === 'gte' ? 100 : bound(Math.floor(op === 'between' ? to : from))
  return sql`(${score} >= ${least}::int and ${score} <= ${most}::int)`
}

function instantCondition(node: Resolved, column: SQL, range: SQL | null, context: FilterContext): SQL {
  if (node.op === 'empty') return range ? sql`${range} = '-infinity'` : sql`${column} is null`
  if (node.op === 'not_empty') return sql`${column} is not null`
  return daysCondition(node, context, (from, to) => {
    const value = range ?? column
    const after = from ? sql`${value} >= ${startOfDay(from, context)}` : sql`${column} is not null`
    const both = to ? sql`${after} and ${value} < ${startOfDay(to, context)}` : after
    return known(both, column)
  })
}

/** Midnight with which a day begins in the viewer's zone. */
const startOfDay = (day: string, { timeZone }: FilterContext): SQL =>
  sql`(${day}::date::timestamp at time zone ${timeZone}::text)`

function customCondition(node: Resolved, field: FilterableField, context: FilterContext): SQL {
  const { op, kind } = node
  const holds = (match: SQL) => sql`exists (select 1 from contact_custom_values v
    where v.contact_id = c.id and v.field_id = ${field.id}::uuid and ${match})`
  if (op === 'empty') return sql`(not ${holds(sql`true`)})`
  if (op === 'not_empty') return holds(sql`true`)
  if (kind === 'flag') return holds(sql`v.text_value = ${op === 'is_true' ? 'true' : 'false'}`)
  if (kind === 'number') return holds(numberCondition(node, column('v.number_value'), sql`false`))
  if (kind === 'date') {
    const day = column('v.text_value')
    return daysCondition(node, context, (from, to) =>
      holds(sql`${from ? sql`${day} >= ${from}` : sql`true`} and ${to ? sql`${day} < ${to}` : sql`true`}`),
    )
  }
  return kind === 'text' ? customText(node, field, holds) : customChoice(node, holds)
}

/** The index holds the first 200 characters; the record has them all. */
function customText(node: Resolved, field: FilterableField, holds: (match: SQL) => SQL): SQL {
  const whole = sql`fold(coalesce(c.custom_fields ->> ${field.key}, ''))`
  const typed = String(node.value)
  const op = node.op === 'is_not' ? 'is' : node.op === 'not_contains' ? 'contains' : (node.op as 'is')
  const match =
    op === 'is'
      ? sql`(${holds(matchText(column('v.text_value'), 'is', typed, true))} and ${exactly(whole, typed)})`
      : holds(matchText(whole, op, typed))
  return op === node.op ? match : sql`(not ${match})`
}

/** Short values stand whole in the index; only long ones are compared once more. */
const exactly = (whole: SQL, typed: string): SQL =>
  typed.length > 50 ? sql`${whole} = folded(${typed.normalize('NFKC').trim()}::text)` : sql`true`

function customChoice({ op, value }: Resolved, holds: (match: SQL) => SQL): SQL {
  const values = [...new Set((value as string[]).map((item) => item.toLowerCase()))]
  const any = (items: string[]) => holds(listed(column('v.text_value'), items, 'text'))
  if (op === 'none_of') return sql`(not ${any(values)})`
  if (op !== 'all_of') return any(values)
  return values.length === 0
    ? sql`true`
    : sql`(${sql.join(
        values.map((item) => any([item])),
        sql` and `,
      )})`
}

import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { withoutPrefix } from '../platform/phone.ts'

/** One thing looked for; all of them must be found, in any order. */
export interface Term {
  text: string
  /** Inside words too; short terms only where a word begins, since they are everywhere inside. */
  inside: boolean
}

const MOST_TERMS = 8

/**
 * What a search box means: words, "phrases", parts of addresses, digits of a telephone number however they are written
 * (SE-02 to SE-05). `Ana <ana@x.y>` may be pasted as it is.
 */
export function readSearch(typed: string): Term[] {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[<>(),;]/g, ' ')
    .trim()
  const number = digitsOf(typed)
  if (number) return [{ text: number, inside: true }]
  const terms: Term[] = []
  for (const [, phrase, word] of text.matchAll(/"([^"]+)"|([^\s"]+)/g)) {
    const term = phrase?.replaceAll(/\s+/g, ' ').trim() ?? word ?? ''
    if (term) terms.push({ text: term, inside: phrase !== undefined || [...term].length >= 3 })
  }
  return terms.slice(0, MOST_TERMS)
}

/** The digits of what is a telephone number and nothing else, without the prefixes that depend on where one dials. */
function digitsOf(typed: string): string | null {
  if (!/^[\s\d+()./-]+$/.test(typed)) return null
  const digits = withoutPrefix(typed)
  return digits.length < 4 ? null : digits
}

const literal = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

/** search_text begins each word with a space, first as words alone and then as it is written: see derive_contact. */
function termCondition({ text, inside }: Term): SQL {
  const before = inside ? '%' : '% '
  return sql`c.search_text like ${before}::text || folded(${literal(text)}::text) || '%'`
}

/** Every term must be found. */
export function searchCondition(terms: Term[]): SQL {
  return sql.join(
    terms.map((term) => termCondition(term)),
    sql` and `,
  )
}

/** How well a contact matches, best first: as typed, by name, by whole words, by the beginning of the name or of words. */
export function searchRank(typed: string, terms: Term[]): SQL {
  const text = typed.normalize('NFKC').trim().replaceAll(/\s+/g, ' ')
  const starts = sql.join(
    terms.map((term) => termCondition({ ...term, inside: false })),
    sql` and `,
  )
  const whole = sql.join(
    terms.map((term) => sql`c.search_text like '% ' || folded(${literal(term.text)}::text) || ' %'`),
    sql` and `,
  )
  return sql`case when concat_ws(' ', c.first_name, c.last_name) = ${text}::text or c.sort_email = folded(${text}::text) then '0'
    when c.search_text like ' ' || folded(${literal(text)}::text) || E' \\n%' then '1'
    when ${whole} then '2'
    when c.search_text like ' ' || folded(${literal(text)}::text) || '%' or c.sort_name like folded(${literal(text)}::text) || '%' then '3'
    when ${starts} then '4' else '5' end`
}

/**
 * The search with one typo put right, when a word of it is found nowhere: a letter wrong, missing, too many, or two in
 * each other's place (SE-06). Null when that finds nobody either.
 */
export async function correctSearch(tx: Tx, terms: Term[], within: SQL): Promise<string | null> {
  const corrected: Term[] = []
  let changed = false
  for (const term of terms) {
    const known = await found(tx, termCondition(term))
    const word = known ? term.text : await nearest(tx, term.text)
    if (word === null) return null
    changed ||= word !== term.text
    corrected.push({ ...term, text: word })
  }
  if (!changed || !(await found(tx, sql`${searchCondition(corrected)} and ${within}`))) return null
  return corrected.map(({ text }) => (text.includes(' ') ? `"${text}"` : text)).join(' ')
}

async function found(tx: Tx, condition: SQL): Promise<boolean> {
  const rows = await tx.execute(
    sql`select 1 from contacts c join contact_engagement e on e.contact_id = c.id where ${condition} limit 1`,
  )
  return rows.length > 0
}

/** A word that stands in some contact and is one edit away (Damerau); the index is asked for each way to be wrong. */
async function nearest(tx: Tx, word: string): Promise<string | null> {
  const letters = [...word]
  if (letters.length < 4 || letters.length > 30 || !/^\p{L}+$/u.test(word)) return null
  const patterns = JSON.stringify(oneEditAway(letters))
  const [row] = await tx.execute<{ word: string }>(sql`
    with wanted as materialized (
      select array(select '% ' || fold(value) || '%' from jsonb_array_elements_text(${patterns}::jsonb)) as patterns
    ), near as (
      select c.search_text from contacts c where c.search_text like any ((select patterns from wanted)::text[]) limit 500
    )
    select w as word from near, regexp_split_to_table(near.search_text, '[^[:alnum:]]+') w
     where w <> '' and levenshtein_less_equal(left(w, 100), fold(${word}::text), 2) <= 2
     group by w
    having bool_or(w like any (select substr(p, 3, length(p) - 3) from wanted, unnest(patterns) p))
     order by min(levenshtein_less_equal(left(w, 100), fold(${word}::text), 2)), count(*) desc, w limit 1`)
  return row?.word ?? null
}

/** Patterns of `like` with the word one edit away: `_` stands for any letter. */
function oneEditAway(letters: string[]): string[] {
  const at = (n: number, replacement: string, taken: number) =>
    [...letters.slice(0, n), replacement, ...letters.slice(n + taken)].join('')
  return [
    ...letters.map((_, n) => at(n, '_', 1)),
    ...letters.map((_, n) => at(n, '', 1)),
    ...[...letters, ''].map((_, n) => at(n, '_', 0)),
    ...letters.slice(1).map((next, n) => at(n, next + letters[n], 2)),
  ]
}

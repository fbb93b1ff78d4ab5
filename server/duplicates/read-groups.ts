import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Tx } from '#db/client.ts'
import { type ContactRow, contactColumns, contactFrom, contactJoins } from '../contacts/contact-row.ts'
import type { Contact } from '../contacts/schema.ts'
import { type PrimaryReason, proposePrimary } from '../merge/primary.ts'
import { plainArray } from '../platform/arrays.ts'
import { InvalidInput } from '../platform/problem.ts'
import { type ComparedField, comparedFields, loadPeople } from './load-people.ts'
import { reasonsFrom } from './reasons.ts'
import type {
  Certainty,
  DuplicateContact,
  DuplicateGroup,
  DuplicateGroups,
  DuplicatePair,
  DuplicatesOfContact,
} from './schema.ts'
import { storedFrequencies } from './stored-frequencies.ts'
import { weigh } from './weigh.ts'

interface Reader {
  db: Tx
  sql: postgres.Sql
}

interface GroupRow extends Record<string, unknown> {
  id: string
  score: number
  certainty: Certainty
  members: string[]
}

/** Contacts that may be one person, group by group, the surest first. */
export async function listGroups(
  reader: Reader,
  query: { certainty?: Certainty | undefined; cursor?: string | undefined; limit: number },
): Promise<DuplicateGroups> {
  const after = query.cursor ? readCursor(query.cursor) : null
  const rows = await reader.db.execute<GroupRow>(sql`
    select g.id, g.score, g.certainty,
        (select array_agg(m.contact_id order by m.contact_id) from duplicate_members m where m.group_id = g.id) as members
      from duplicate_groups g
     where ${query.certainty ? sql`g.certainty = ${query.certainty}` : sql`true`}
       and ${after ? sql`(g.score, g.id) < (${after.score}::real, ${after.id}::uuid)` : sql`true`}
       and exists (select 1 from duplicate_members m where m.group_id = g.id)
     order by g.score desc, g.id desc limit ${query.limit + 1}::int`)
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    items: await groupsFrom(reader, page),
    nextCursor: last ? Buffer.from(`${last.score}|${last.id}`).toString('base64url') : null,
    counts: await countGroups(reader.db),
  }
}

function readCursor(cursor: string): { score: number; id: string } {
  const [score, id] = Buffer.from(cursor, 'base64url').toString().split('|')
  if (!id || !/^[0-9a-f-]{36}$/.test(id) || !Number.isFinite(Number(score)))
    throw new InvalidInput([{ path: 'cursor', message: 'Unknown cursor. Leave it out to start at the beginning.' }])
  return { score: Number(score), id }
}

async function countGroups(tx: Tx): Promise<DuplicateGroups['counts']> {
  const rows = await tx.execute<{ certainty: Certainty; n: number }>(
    sql`select certainty, count(*)::int as n from duplicate_groups group by certainty`,
  )
  const of = (certainty: Certainty) => rows.find((row) => row.certainty === certainty)?.n ?? 0
  return { certain: of('certain'), likely: of('likely'), possible: of('possible') }
}

async function groupsFrom(reader: Reader, rows: GroupRow[]): Promise<DuplicateGroup[]> {
  const ids = rows.flatMap(({ members }) => members)
  const contacts = new Map((await readContacts(reader, ids)).map((contact) => [contact.id, contact]))
  const pairs = await openPairs(reader.db, ids)
  const weighed = await explain(reader.db, pairs, contacts)
  return rows.flatMap((row) => groupFrom(row, contacts, weighed))
}

function groupFrom(row: GroupRow, all: Map<string, DuplicateContact>, weighed: DuplicatePair[]): DuplicateGroup[] {
  const contacts = row.members.map((id) => all.get(id)).filter((contact) => contact !== undefined)
  if (contacts.length < 2) return []
  const { id, because } = proposePrimary(
    contacts.map((contact) => ({ ...contact, createdAt: new Date(contact.createdAt) })),
  )
  const proposed = contacts.find((contact) => contact.id === id) as DuplicateContact
  return [
    {
      id: row.id,
      score: row.score,
      certainty: row.certainty,
      contacts: [proposed, ...contacts.filter((contact) => contact !== proposed)],
      pairs: weighed.filter(({ ids: [one, other] }) => row.members.includes(one) && row.members.includes(other)),
      primary: { id, because: becauses[because](proposed) },
    },
  ]
}

const becauses: Record<PrimaryReason, (contact: DuplicateContact) => string> = {
  'most-activities': ({ activities }) => `It has the most entries on its timeline: ${activities}.`,
  oldest: () => 'It is the oldest record.',
  first: () => 'Nothing sets one above the other.',
}

async function readContacts(reader: Reader, ids: readonly string[]): Promise<DuplicateContact[]> {
  if (ids.length === 0) return []
  const rows = await reader.sql.unsafe<(ContactRow & { activities: number })[]>(
    `select ${contactColumns}, (select count(*)::int from activity_contacts ac where ac.contact_id = c.id) as activities
      from contacts c ${contactJoins} where c.id = any($1::uuid[])`,
    [ids as string[]],
    { prepare: true },
  )
  return rows.map((row) => ({ ...contactFrom(row), activities: row.activities }))
}

interface PairRow extends Record<string, unknown> {
  one: string
  other: string
  score: number
  certainty: Certainty
}

const openPairs = async (tx: Tx, ids: readonly string[]): Promise<PairRow[]> => [
  ...(await tx.execute<PairRow>(sql`
    select first_id as one, second_id as other, score, certainty from duplicate_pairs
     where state = 'open' and first_id = any(${plainArray(ids)}::uuid[]) and second_id = any(${plainArray(ids)}::uuid[])
     order by score desc, first_id, second_id`)),
]

/** What speaks for and against each pair as the records are now. */
async function explain(tx: Tx, pairs: readonly PairRow[], contacts: Map<string, Contact>): Promise<DuplicatePair[]> {
  const fields = await comparedFields(tx)
  const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))]
  const known = await loadPeople(tx, ids, fields)
  const people = new Map(known.map(({ id, person }) => [id, person]))
  const frequencies = await storedFrequencies(
    tx,
    known.map(({ person }) => person),
  )
  return pairs.flatMap(({ one, other, score, certainty }) => {
    const [a, b] = [people.get(one), people.get(other)]
    if (!a || !b) return []
    const { evidence } = weigh(a, b, frequencies)
    return [
      { ids: [one, other], score, certainty, reasons: reasonsFrom(evidence, shownAs(contacts, one, other, fields)) },
    ]
  })
}

const shownAs = (contacts: Map<string, Contact>, one: string, other: string, fields: readonly ComparedField[]) => ({
  fields,
  names: [contacts.get(one)?.displayName ?? '', contacts.get(other)?.displayName ?? ''] as [string, string],
})

/** Who may be the same as one contact. */
export async function duplicatesOf(reader: Reader, contactId: string): Promise<DuplicatesOfContact> {
  const rows = await reader.db.execute<PairRow & { group_id: string | null }>(sql`
    select p.first_id as one, p.second_id as other, p.score, p.certainty, m.group_id from duplicate_pairs p
      left join duplicate_members m on m.contact_id = ${contactId}::uuid
     where p.state = 'open' and ${contactId}::uuid in (p.first_id, p.second_id) order by p.score desc limit 20`)
  const contacts = new Map(
    (
      await readContacts(
        reader,
        rows.flatMap(({ one, other }) => [one, other]),
      )
    ).map(({ activities: _, ...contact }) => [contact.id, contact]),
  )
  const groups = new Map(rows.map(({ one, other, group_id }) => [`${one} ${other}`, group_id]))
  const pairs = await explain(reader.db, [...rows], contacts)
  return {
    items: pairs.flatMap(({ ids: [one, other], ...judgement }) => {
      const contact = contacts.get(one === contactId ? other : one)
      return contact ? [{ ...judgement, contact, groupId: groups.get(`${one} ${other}`) ?? null }] : []
    }),
  }
}

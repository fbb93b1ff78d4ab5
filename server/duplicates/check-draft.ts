import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Tx } from '#db/client.ts'
import { type ContactRow, contactColumns, contactFrom, contactJoins } from '../contacts/contact-row.ts'
import { parsePhone } from '../platform/phone.ts'
import { Problem } from '../platform/problem.ts'
import { type Match, matchesOf } from './check-person.ts'
import { type ComparedField, comparedFields, loadPeople } from './load-people.ts'
import { personFrom } from './person.ts'
import { reasonsFrom } from './reasons.ts'
import { saveFingerprints } from './save-fingerprints.ts'
import type { CheckDuplicates, DuplicateMatch } from './schema.ts'

/** Who is shown while somebody types: more than these nobody reads. */
const SHOWN = 5

/** A new contact that is most likely here already; nothing is saved. */
export class PossibleDuplicate extends Problem {
  readonly type = 'possible-duplicate'
  constructor(matches: DuplicateMatch[]) {
    super(
      409,
      `${matches[0]?.contact.displayName ?? 'This person'} may be the same person. Open that contact, or send "duplicates": "allow" to add a second one.`,
      { matches },
    )
  }
}

/** Who may be the person that somebody is about to add, best first. */
export async function checkDraft(
  { db, sql: client }: { db: Tx; sql: postgres.Sql },
  draft: CheckDuplicates,
): Promise<DuplicateMatch[]> {
  const fields = await comparedFields(db)
  const person = personFrom({
    firstName: draft.firstName,
    lastName: draft.lastName,
    addresses: [draft.email, ...(draft.aliases ?? [])].filter((address) => typeof address === 'string'),
    phones: [draft.phone, draft.mobile].map((number) => number && parsePhone(number, draft.country).stored),
    company: draft.company ?? (await companyName(db, draft.companyId)),
    linkedin: draft.linkedin,
    country: draft.country,
  })
  const matches = await matchesOf(db, person, fields, draft.contactId ?? null)
  const name = [draft.firstName, draft.lastName].filter(Boolean).join(' ')
  return shown(client, matches.slice(0, SHOWN), name, fields)
}

/**
 * Makes a contact that was just written findable at once, and refuses it where it is certainly or likely somebody who is
 * here; the caller's transaction takes it back.
 * @throws PossibleDuplicate
 */
export async function compareNew(tx: Tx, client: postgres.Sql, contactId: string, refuse: boolean): Promise<void> {
  const fields = await comparedFields(tx)
  const known = await loadPeople(tx, [contactId], fields)
  await saveFingerprints(tx, known)
  const person = known[0]?.person
  if (!refuse || !person) return
  const matches = await matchesOf(tx, person, fields, contactId)
  const sure = matches.filter(({ judgement }) => judgement.certainty !== 'possible').slice(0, SHOWN)
  if (sure.length > 0) throw new PossibleDuplicate(await shown(client, sure, await nameOf(tx, contactId), fields))
}

async function nameOf(tx: Tx, contactId: string): Promise<string> {
  const [row] = await tx.execute<{ name: string }>(
    sql`select concat_ws(' ', first_name, last_name) as name from contacts where id = ${contactId}::uuid`,
  )
  return row?.name ?? ''
}

async function companyName(tx: Tx, id: string | null | undefined): Promise<string | null> {
  if (!id) return null
  const [row] = await tx.execute<{ name: string }>(sql`select name from companies where id = ${id}::uuid`)
  return row?.name ?? null
}

async function shown(
  client: postgres.Sql,
  matches: Match[],
  name: string,
  fields: readonly ComparedField[],
): Promise<DuplicateMatch[]> {
  if (matches.length === 0) return []
  const rows = await client.unsafe<ContactRow[]>(
    `select ${contactColumns} from contacts c ${contactJoins} where c.id = any($1::uuid[])`,
    [matches.map(({ id }) => id)],
    { prepare: true },
  )
  const contacts = new Map(rows.map((row) => [row.id, contactFrom(row)]))
  return matches.flatMap(({ id, judgement: { score, certainty, evidence } }) => {
    const contact = contacts.get(id)
    if (!contact) return []
    const { displayName, email, aliases, phoneDisplay, jobTitle, company, owner, version } = contact
    const reasons = reasonsFrom(evidence, { fields, names: [name, displayName] })
    return [
      {
        score,
        certainty,
        reasons,
        contact: { id, displayName, email, aliases, phoneDisplay, jobTitle, company, owner, version },
      },
    ]
  })
}

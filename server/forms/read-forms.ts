import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { FormNotFound } from './problems.ts'
import { type Form, FormDefinition, type FormSummary } from './schema.ts'

interface Row extends Record<string, unknown> {
  id: string
  public_id: string
  name: string
  state: FormSummary['state']
  draft: unknown
  published_version: number | null
  changed: boolean
  owner: FormSummary['owner']
  accepted: number
  pending: number
  spam: number
  last_at: string | null
  created_at: string
  updated_at: string
  version: number
}

async function readRows(tx: Tx, only?: string): Promise<Row[]> {
  return [
    ...(await tx.execute<Row>(sql`
      select f.id, f.public_id, f.name, f.state, f.draft, f.published_version, f.created_at, f.updated_at, f.version,
          f.draft is distinct from v.definition as changed,
          case when u.id is not null then json_build_object('id', u.id, 'name', u.name, 'email', u.email) end as owner,
          coalesce(n.accepted, 0) as accepted, coalesce(n.pending, 0) as pending, coalesce(n.spam, 0) as spam, n.last_at
        from forms f
        left join form_versions v on v.form_id = f.id and v.version = f.published_version
        left join users u on u.id = f.owner_id
        left join lateral (
          select count(*) filter (where s.state = 'accepted')::int as accepted, count(*) filter (where s.state = 'pending')::int as pending,
              count(*) filter (where s.state = 'spam')::int as spam, max(s.received_at) filter (where s.state <> 'spam') as last_at
            from form_submissions s where s.form_id = f.id) n on true
       where ${only === undefined ? sql`true` : sql`f.id = ${only}::uuid`}
       order by f.created_at desc, f.id`)),
  ]
}

/** All forms, newest first, with what came of them. */
export const listForms = async (tx: Tx, publicUrl: string): Promise<FormSummary[]> =>
  (await readRows(tx)).map((row) => summaryFrom(row, publicUrl))

/** @throws FormNotFound */
export async function readForm(tx: Tx, publicUrl: string, id: string): Promise<Form> {
  const [row] = await readRows(tx, id)
  if (!row) throw new FormNotFound()
  return {
    ...summaryFrom(row, publicUrl),
    draft: FormDefinition.parse(row.draft),
    snippet: `<script src="${publicUrl}/f/${row.public_id}/embed.js" async></script>`,
  }
}

const summaryFrom = (row: Row, publicUrl: string): FormSummary => ({
  id: row.id,
  publicId: row.public_id,
  name: row.name,
  state: row.state,
  address: `${publicUrl}/f/${row.public_id}`,
  publishedVersion: row.published_version,
  changed: row.changed,
  owner: row.owner,
  submissions: { accepted: row.accepted, pending: row.pending, spam: row.spam },
  lastSubmissionAt: isoInstantOrNull(row.last_at),
  createdAt: isoInstant(row.created_at),
  updatedAt: isoInstant(row.updated_at),
  version: row.version,
})

import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { FormClosed, NoSuchPage } from './problems.ts'
import { FormDefinition } from './schema.ts'
import { type ShownField, shownFields } from './shown-fields.ts'

/** A form as it was published, with what taking in a submission needs. */
export interface PublishedForm {
  id: string
  publicId: string
  name: string
  version: number
  definition: FormDefinition
  fields: ShownField[]
  /** Who owns contacts that come in by it. */
  ownerId: string | null
  /** Stands for the visitor where a user has to be named. */
  actor: Actor
}

interface Row extends Record<string, unknown> {
  id: string
  public_id: string
  name: string
  state: string
  version: number
  definition: unknown
  owner_id: string | null
  user_id: string
  entra_id: string
  user_name: string
}

/** What can be the public address of a form; the database takes no text with a NUL in it, for one. */
const PUBLIC_ID = /^[\w-]{1,64}$/

/**
 * A published form by its public address, in its newest version or in the one a visitor saw.
 * @throws NoSuchPage for what does not exist or was never published, FormClosed
 */
export async function openForm(tx: Tx, publicId: string, version: number | null = null): Promise<PublishedForm> {
  const row = PUBLIC_ID.test(publicId) ? await readForm(tx, 'public_id', publicId, version) : undefined
  if (!row || row.state === 'draft') throw new NoSuchPage()
  if (row.state === 'closed') throw new FormClosed()
  return publishedForm(tx, row)
}

/** A version of a form, whatever its state, for submissions that are there already. */
export async function formAsItWas(tx: Tx, formId: string, version: number): Promise<PublishedForm> {
  const row = await readForm(tx, 'id', formId, version)
  if (!row) throw new NoSuchPage()
  return publishedForm(tx, row)
}

/** Who has left owns nothing new (CR-08): then whoever made the form, and at last the last who published it. */
async function readForm(tx: Tx, column: 'id' | 'public_id', value: string, version: number | null) {
  const [row] = await tx.execute<Row>(sql`
    select f.id, f.public_id, f.name, f.state, v.version, v.definition, u.id as user_id, u.entra_id, u.name as user_name,
        case when u.active then u.id end as owner_id
      from forms f
      join form_versions v on v.form_id = f.id and v.version = coalesce(${version}::int, f.published_version)
      join lateral (select u.* from users u where u.id in (f.owner_id, f.created_by, v.published_by)
        order by u.active desc, u.id = f.owner_id desc nulls last, u.id = f.created_by desc nulls last limit 1) u on true
     where ${column === 'id' ? sql`f.id = ${value}::uuid` : sql`f.public_id = ${value}`}`)
  return row
}

async function publishedForm(tx: Tx, row: Row): Promise<PublishedForm> {
  const definition = FormDefinition.parse(row.definition)
  return {
    id: row.id,
    publicId: row.public_id,
    name: row.name,
    version: row.version,
    definition,
    fields: await shownFields(tx, definition),
    ownerId: row.owner_id,
    actor: {
      userId: row.user_id,
      entraId: row.entra_id,
      name: row.user_name,
      email: null,
      roles: [],
      route: 'public',
    },
  }
}

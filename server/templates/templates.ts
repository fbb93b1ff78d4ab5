import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { InvalidInput, NotFound } from '../platform/problem.ts'
import { cleanHtml } from './clean-html.ts'
import { brokenPlaceholder, fieldsIn } from './merge-fields.ts'
import { mergeFields } from './merge-values.ts'
import { NotYourTemplate, StaleTemplate, TemplateNameTaken } from './problems.ts'
import type { CreateTemplate, EditTemplate, Template } from './schema.ts'

interface Row extends Record<string, unknown> {
  id: string
  name: string
  purpose: Template['purpose']
  subject: string
  body: string
  shared: boolean
  owner: Template['owner']
  version: number
  created_at: string
  updated_at: string
  archived_at: string | null
}

const visible = (actor: Actor): SQL => sql`(t.shared or t.owner_id = ${actor.userId}::uuid)`

const rowsWhere = (condition: SQL): SQL => sql`
  select t.id, t.name, t.purpose, t.subject, t.body, t.shared, t.version, t.created_at, t.updated_at, t.archived_at,
      json_build_object('id', u.id, 'name', u.name, 'email', u.email) as owner
    from templates t join users u on u.id = t.owner_id where ${condition} order by lower(t.name), t.id`

const templateFrom = ({ created_at, updated_at, archived_at, ...row }: Row): Template => ({
  ...row,
  fields: fieldsIn(`${row.subject} ${row.body}`),
  createdAt: isoInstant(created_at),
  updatedAt: isoInstant(updated_at),
  archivedAt: isoInstantOrNull(archived_at),
})

/** One's own templates and those colleagues share, by name. */
export async function listTemplates(db: Database, actor: Actor, withArchived: boolean): Promise<Template[]> {
  const kept = withArchived ? sql`` : sql`and t.archived_at is null`
  return (await db.execute<Row>(rowsWhere(sql`${visible(actor)} ${kept}`))).map(templateFrom)
}

/** @throws NotFound */
export async function readTemplate(tx: Tx, actor: Actor, id: string): Promise<Template> {
  const [row] = await tx.execute<Row>(rowsWhere(sql`t.id = ${id}::uuid and ${visible(actor)}`))
  if (!row) throw new NotFound('such template')
  return templateFrom(row)
}

/** @throws InvalidInput naming merge fields that do not exist, TemplateNameTaken */
export function createTemplate(db: Database, actor: Actor, input: CreateTemplate): Promise<Template> {
  return db.transaction(async (tx) => {
    const { name, purpose, subject, shared } = input
    const body = cleanHtml(input.body)
    await checkFields(tx, { subject, body })
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into templates (name, purpose, subject, body, shared, owner_id)
      values (${name}, ${purpose}, ${subject}, ${body}, ${shared}, ${actor.userId}::uuid)
      on conflict do nothing returning id`)
    if (!row) throw await taken(tx, actor.userId, name)
    return readTemplate(tx, actor, row.id)
  })
}

/** Changed by its owner, or by a manager where colleagues share it. @throws NotFound, NotYourTemplate, StaleTemplate */
export function editTemplate(db: Database, actor: Actor, id: string, input: EditTemplate): Promise<Template> {
  return db.transaction(async (tx) => {
    const before = await mine(tx, actor, id)
    if (before.version !== input.version) throw new StaleTemplate(before)
    const after = {
      name: input.name ?? before.name,
      purpose: input.purpose ?? before.purpose,
      subject: input.subject ?? before.subject,
      body: input.body === undefined ? before.body : cleanHtml(input.body),
      shared: input.shared ?? before.shared,
    }
    await checkFields(tx, after)
    await keepNameFree(tx, before.owner.id, id, after.name)
    const archived = input.archived ?? before.archivedAt !== null
    await tx.execute(sql`
      update templates set name = ${after.name}, purpose = ${after.purpose}, subject = ${after.subject}, body = ${after.body},
          shared = ${after.shared}, archived_at = case when ${archived} then coalesce(archived_at, now()) end,
          version = version + 1, updated_at = now() where id = ${id}::uuid`)
    return readTemplate(tx, actor, id)
  })
}

/** What was sent with it stays as it is. @throws NotFound, NotYourTemplate */
export function deleteTemplate(db: Database, actor: Actor, id: string): Promise<void> {
  return db.transaction(async (tx) => {
    await mine(tx, actor, id)
    await tx.execute(sql`delete from templates where id = ${id}::uuid`)
  })
}

async function mine(tx: Tx, actor: Actor, id: string): Promise<Template> {
  await tx.execute(sql`select 1 from templates where id = ${id}::uuid for update`)
  const template = await readTemplate(tx, actor, id)
  const may = template.owner.id === actor.userId || actor.roles.some((role) => role === 'Manager' || role === 'Admin')
  if (!may) throw new NotYourTemplate()
  return template
}

async function checkFields(tx: Tx, { subject, body }: { subject: string; body: string }): Promise<void> {
  const errors: { path: string; message: string }[] = []
  const known = new Set((await mergeFields(tx)).map(({ field }) => field))
  for (const [path, text] of Object.entries({ subject, body })) {
    const broken = brokenPlaceholder(text)
    if (broken !== null) errors.push({ path, message: `Braces that are no merge field: “${broken}”. Write them anew.` })
    const unknown = fieldsIn(text).filter((field) => !known.has(field))
    if (unknown.length > 0)
      errors.push({ path, message: `There is no merge field ${unknown.map((field) => `“${field}”`).join(', ')}.` })
  }
  if (!body.trim()) errors.push({ path: 'body', message: 'Write what the template says.' })
  if (errors.length > 0) throw new InvalidInput(errors)
}

const named = (tx: Tx, ownerId: string, name: string) =>
  tx.execute<{ id: string }>(
    sql`select id from templates where owner_id = ${ownerId}::uuid and lower(name) = lower(${name})`,
  )

async function taken(tx: Tx, ownerId: string, name: string): Promise<TemplateNameTaken> {
  const [row] = await named(tx, ownerId, name)
  return new TemplateNameTaken(name, row?.id ?? '')
}

async function keepNameFree(tx: Tx, ownerId: string, id: string, name: string): Promise<void> {
  const [other] = (await named(tx, ownerId, name)).filter((row) => row.id !== id)
  if (other) throw new TemplateNameTaken(name, other.id)
}

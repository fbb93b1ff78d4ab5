import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { fieldDefinitions } from '../custom-fields/fields.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { FormHasSubmissions, FormNotFound, FormUnfinished, StaleForm } from './problems.ts'
import { readForm } from './read-forms.ts'
import { type CreateForm, type EditForm, type Form, FormDefinition } from './schema.ts'
import { mayBeAsked } from './shown-fields.ts'
import { firstDraft } from './words.ts'

export interface FormContext {
  db: Database
  publicUrl: string
}

/** Begins a form, with the fields most forms have or with those of another one. @throws FormNotFound */
export function createForm(context: FormContext, actor: Actor, input: CreateForm): Promise<Form> {
  const name = input.name.normalize('NFC')
  return context.db.transaction(async (tx) => {
    const draft = input.copyOf
      ? (await readForm(tx, context.publicUrl, input.copyOf)).draft
      : FormDefinition.parse(firstDraft(name, input.language))
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into forms (id, public_id, name, draft, owner_id, created_by)
      values (uuid7(), ${randomBytes(16).toString('base64url')}, ${name}, ${JSON.stringify(draft)}::jsonb, ${actor.userId}, ${actor.userId})
      returning id`)
    const id = row?.id as string
    await audit(tx, actor, { action: 'form.created', subjectKind: 'form', subjectId: id })
    return readForm(tx, context.publicUrl, id)
  })
}

/** Changes the draft; visitors see it once it is published. @throws FormNotFound, StaleForm with the current form */
export function editForm(
  context: FormContext,
  actor: Actor,
  id: string,
  version: number,
  { name, ownerId, draft }: Omit<EditForm, 'version'>,
): Promise<Form> {
  return context.db.transaction(async (tx) => {
    if ((await lockForm(tx, id)).version !== version) throw new StaleForm(await readForm(tx, context.publicUrl, id))
    if (ownerId) await requireUser(tx, ownerId)
    await tx.execute(sql`
      update forms set name = coalesce(${name?.normalize('NFC') ?? null}, name),
          owner_id = case when ${ownerId !== undefined} then ${ownerId ?? null}::uuid else owner_id end,
          draft = coalesce(${draft ? JSON.stringify(draft) : null}::jsonb, draft), version = version + 1, updated_at = now()
        where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'form.changed', subjectKind: 'form', subjectId: id })
    return readForm(tx, context.publicUrl, id)
  })
}

/**
 * Shows the draft to visitors from now on, as a version that is kept for good.
 * @throws FormNotFound, FormUnfinished with what is missing
 */
export function publishForm(context: FormContext, actor: Actor, id: string): Promise<Form> {
  return context.db.transaction(async (tx) => {
    await lockForm(tx, id)
    const { draft } = await readForm(tx, context.publicUrl, id)
    await requireWhole(tx, draft)
    const [row] = await tx.execute<{ version: number }>(sql`
      insert into form_versions (form_id, version, definition, published_by)
      select ${id}::uuid, coalesce(max(version), 0) + 1, ${JSON.stringify(draft)}::jsonb, ${actor.userId}::uuid
        from form_versions where form_id = ${id}::uuid returning version`)
    const number = row?.version as number
    await tx.execute(sql`
      update forms set state = 'open', published_version = ${number}, version = version + 1, updated_at = now()
        where id = ${id}::uuid`)
    await audit(tx, actor, {
      action: 'form.published',
      subjectKind: 'form',
      subjectId: id,
      details: { version: number },
    })
    return readForm(tx, context.publicUrl, id)
  })
}

/** Takes nothing more in; publishing opens it again. @throws FormNotFound, InvalidInput */
export function closeForm(context: FormContext, actor: Actor, id: string): Promise<Form> {
  return context.db.transaction(async (tx) => {
    const { state } = await lockForm(tx, id)
    if (state === 'draft') throw new InvalidInput([{ path: '', message: 'A form that is not published is not open.' }])
    await tx.execute(
      sql`update forms set state = 'closed', version = version + 1, updated_at = now() where id = ${id}::uuid`,
    )
    await audit(tx, actor, { action: 'form.closed', subjectKind: 'form', subjectId: id })
    return readForm(tx, context.publicUrl, id)
  })
}

/** Deletes a form that nobody sent; suspected spam goes with it. @throws FormNotFound, FormHasSubmissions */
export function deleteForm({ db }: FormContext, actor: Actor, id: string): Promise<void> {
  return db.transaction(async (tx) => {
    await lockForm(tx, id)
    const [row] = await tx.execute<{ count: number }>(
      sql`select count(*)::int as count from form_submissions where form_id = ${id}::uuid and state <> 'spam'`,
    )
    if (row?.count) throw new FormHasSubmissions(row.count)
    await tx.execute(sql`delete from forms where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'form.deleted', subjectKind: 'form', subjectId: id })
  })
}

async function lockForm(tx: Tx, id: string): Promise<{ version: number; state: string }> {
  const [row] = await tx.execute<{ version: number; state: string }>(
    sql`select version, state from forms where id = ${id}::uuid for update`,
  )
  if (!row) throw new FormNotFound()
  return row
}

async function requireUser(tx: Tx, id: string): Promise<void> {
  const found = await tx.execute(sql`select 1 from users where id = ${id}::uuid and active`)
  if (found.length === 0)
    throw new InvalidInput([{ path: 'ownerId', message: 'Nobody active has this id. Choose somebody from the list.' }])
}

type Missing = { path: string; message: string }[]

async function requireWhole(tx: Tx, draft: FormDefinition): Promise<void> {
  const missing: Missing = [
    ...whatIsMissing(draft),
    ...(await wrongCustomFields(tx, draft)),
    ...(await wrongMailbox(tx, draft)),
  ]
  if (missing.length > 0) throw new FormUnfinished(missing)
}

function whatIsMissing({ title, fields, consent, tracking }: FormDefinition): Missing {
  const email = fields.find(({ key }) => key === 'email')
  const unnamed = fields.flatMap(({ label }, at) =>
    label ? [] : [{ path: `draft.fields.${at}.label`, message: `Field ${at + 1} has no label.` }],
  )
  return [
    ...(title ? [] : [{ path: 'draft.title', message: 'Give the form a title.' }]),
    ...(email?.required
      ? []
      : [{ path: 'draft.fields', message: 'Ask for the email address, and make it required: it says who it is.' }]),
    ...unnamed,
    ...(consent && !consent.wording
      ? [{ path: 'draft.consent.wording', message: 'Write what people agree to when they tick the box for email.' }]
      : []),
    ...(tracking && !tracking.wording
      ? [{ path: 'draft.tracking.wording', message: 'Write what people agree to when they tick the box for tracking.' }]
      : []),
  ]
}

async function wrongCustomFields(tx: Tx, { fields }: FormDefinition): Promise<Missing> {
  const asked = fields.flatMap(({ key, label }, at) =>
    key.startsWith('custom.') ? [{ key: key.slice(7), label, at }] : [],
  )
  if (asked.length === 0) return []
  const usable = new Set((await fieldDefinitions(tx, 'contact')).filter(mayBeAsked).map(({ key }) => key))
  return asked
    .filter(({ key }) => !usable.has(key))
    .map(({ label, at }) => ({
      path: `draft.fields.${at}.key`,
      message: `“${label}” cannot be asked in a form: it is deleted, unique, sensitive, or names a colleague. Take it out.`,
    }))
}

async function wrongMailbox(
  tx: Tx,
  { consent, tracking, doubleOptIn, confirmation }: FormDefinition,
): Promise<Missing> {
  if (!(consent || tracking)) return []
  const path = 'draft.confirmation.mailboxId'
  if (!confirmation.mailboxId) {
    if (doubleOptIn === 'never') return []
    return [{ path, message: 'Choose the mailbox that asks people to confirm, or ask nobody to confirm.' }]
  }
  const found = await tx.execute(sql`select 1 from mailboxes where id = ${confirmation.mailboxId}::uuid`)
  return found.length > 0 ? [] : [{ path, message: 'This mailbox does not exist any more. Choose another.' }]
}

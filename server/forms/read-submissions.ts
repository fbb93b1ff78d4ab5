import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { download, type Pieces } from '../platform/download.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { type Column, tableFile } from '../platform/table-file.ts'
import { walk } from '../platform/walk.ts'
import { FormNotFound } from './problems.ts'
import { type FormValues, readable } from './read-values.ts'
import { FormDefinition, type FormSubmission, type SubmissionPage, type SubmissionQuery } from './schema.ts'
import { type ShownField, shownFields } from './shown-fields.ts'

interface Row extends Record<string, unknown> {
  id: string
  version: number
  state: FormSubmission['state']
  reason: string | null
  values: FormValues
  contact: FormSubmission['contact']
  page_url: string | null
  received_at: string
  confirmed_at: string | null
  expires_at: string | null
  mail_due: boolean
  mail_sent: boolean
  mail_attempts: number
  mail_error: string | null
}

const submissions = (formId: string, where: SQL): SQL => sql`
  select s.id, s.version, s.state, s.reason, s.values, s.page_url, s.received_at, s.confirmed_at, s.expires_at,
      s.mail_due_at is not null as mail_due, s.mail_sent_at is not null as mail_sent, s.mail_attempts, s.mail_error,
      case when c.id is not null then json_build_object('id', c.id, 'name', coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''),
        (select display from contact_addresses where contact_id = c.id and is_primary), c.phone, c.mobile, '')) end as contact
    from form_submissions s left join contacts c on c.id = s.contact_id
   where s.form_id = ${formId}::uuid and ${where}
   order by s.received_at desc, s.id desc`

/** What was sent, newest first. @throws FormNotFound */
export async function readSubmissions(
  db: Database,
  formId: string,
  { state, cursor, limit }: SubmissionQuery,
): Promise<SubmissionPage> {
  const fields = await fieldsByVersion(db, formId)
  const position = cursor ? readCursor(cursor) : null
  const where = sql`${state ? sql`s.state = ${state}` : sql`true`} and ${
    position ? sql`(s.received_at, s.id) < (${position.at}::timestamptz, ${position.id}::uuid)` : sql`true`
  }`
  const rows = await db.execute<Row>(sql`${submissions(formId, where)} limit ${limit + 1}`)
  const items = rows.slice(0, limit).map((row) => submissionFrom(row, fields))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? writeCursor({ at: last.receivedAt, id: last.id }) : null }
}

type FieldsByVersion = Map<number, ShownField[]>

/** The fields as they were named when a form was filled in. @throws FormNotFound */
async function fieldsByVersion(tx: Tx, formId: string): Promise<FieldsByVersion> {
  const [form] = await tx.execute(sql`select 1 from forms where id = ${formId}::uuid`)
  if (!form) throw new FormNotFound()
  const rows = await tx.execute<{ version: number; definition: unknown }>(
    sql`select version, definition from form_versions where form_id = ${formId}::uuid order by version`,
  )
  const fields: FieldsByVersion = new Map()
  for (const { version, definition } of rows)
    fields.set(version, await shownFields(tx, FormDefinition.parse(definition)))
  return fields
}

function submissionFrom(row: Row, fields: FieldsByVersion): FormSubmission {
  const forgotten = row.state === 'expired'
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    reason: row.reason,
    values: forgotten ? [] : readable(fields.get(row.version) ?? [], row.values),
    email: forgotten ? null : row.values.contact.email,
    contact: row.contact,
    pageUrl: row.page_url,
    receivedAt: isoInstant(row.received_at),
    confirmedAt: isoInstantOrNull(row.confirmed_at),
    expiresAt: isoInstantOrNull(row.expires_at),
    mail: mailOf(row),
  }
}

function mailOf({ mail_due, mail_sent, mail_attempts, mail_error }: Row): FormSubmission['mail'] {
  if (mail_sent) return { state: 'sent', error: null }
  if (mail_due) return { state: 'waiting', error: mail_error }
  return mail_attempts > 0 ? { state: 'failed', error: mail_error } : null
}

const AT_ONCE = 500

/** All submissions of a form that are no spam, as a file for spreadsheets. @throws FormNotFound, ExportsBusy */
export function exportSubmissions({ db, now }: { db: Database; now(): Date }, actor: Actor, formId: string) {
  return download(db, async (tx): Promise<Pieces> => {
    const fields = await fieldsByVersion(tx, formId)
    await db.transaction((own) =>
      audit(own, actor, { action: 'form.exported', subjectKind: 'form', subjectId: formId }),
    )
    return tableFile('csv', 'submissions', columnsOf(fields), batches(tx, formId, fields), now())
  })
}

async function* batches(tx: Tx, formId: string, fields: FieldsByVersion): AsyncGenerator<FormSubmission[]> {
  for await (const rows of walk<Row>(tx, submissions(formId, sql`s.state <> 'spam'`), AT_ONCE))
    yield rows.map((row) => submissionFrom(row, fields))
}

/** A column for each label any version had, in the order of the newest. */
function columnsOf(fields: FieldsByVersion): Column<FormSubmission>[] {
  const labels = [...new Set([...fields.values()].toReversed().flatMap((shown) => shown.map(({ label }) => label)))]
  return [
    { id: 'receivedAt', header: 'Received', cell: ({ receivedAt }) => receivedAt },
    { id: 'state', header: 'State', cell: ({ state }) => state },
    { id: 'confirmedAt', header: 'Confirmed', cell: ({ confirmedAt }) => confirmedAt },
    ...labels.map((label, at) => ({
      id: `field${at}`,
      header: label,
      cell: ({ values }: FormSubmission) =>
        values
          .filter((one) => one.label === label)
          .map(({ value }) => value)
          .join(', '),
    })),
    { id: 'page', header: 'Page', cell: ({ pageUrl }) => pageUrl },
    { id: 'version', header: 'Form version', cell: ({ version }) => version },
    { id: 'contact', header: 'Contact ID', cell: ({ contact }) => contact?.id },
  ]
}

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import type { Connection } from '../../../db/client.ts'
import { contactExportSchema } from '../../../server/export/json-schema.ts'
import { ContactExport } from '../../../server/export/schema.ts'
import { normalAddress } from '../../../server/platform/address.ts'
import { admin, rep, type TestApi } from '../api.ts'
import type { TestPerson } from '../entra.ts'

export const manager: TestPerson = { ...rep, oid: '22222222-0000-4000-8000-000000000003', roles: ['Manager'] }
export const guardian: TestPerson = {
  oid: '22222222-0000-4000-8000-000000000004',
  name: 'Dora Data',
  email: 'dora@ours.example',
  roles: ['DataProtection'],
}

const ajv = new Ajv2020({ allErrors: true, strict: false })
formats.default(ajv)
const validate = ajv.compile(contactExportSchema('https://crm.ours.example/api/v1/schemas/contact-export.json'))

/** The file, held to the published schema and to our own. */
export async function exported(
  api: TestApi,
  contactId: string,
  { as = admin, others = 'masked' }: { as?: TestPerson; others?: 'masked' | 'shown' } = {},
): Promise<ContactExport> {
  const { status, body } = await api.as(as)({ url: `/api/v1/contacts/${contactId}/export`, query: { others } })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true)
  return ContactExport.parse(body)
}

export async function userId({ sql }: Connection, name = 'Rolf Reiter', email = 'rolf@ours.example'): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into users (entra_id, name, email) values (gen_random_uuid(), ${name}, ${email}) returning id`
  return row?.id as string
}

export async function contactNamed(
  { sql }: Connection,
  first: string,
  last: string | null,
  address: string | null,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into contacts (first_name, last_name) values (${first}, ${last}) returning id`
  const id = row?.id as string
  if (address) {
    await sql`insert into contact_addresses (address, contact_id, display, is_primary)
      values (${normalAddress(address)}, ${id}, ${address}, true)`
  }
  return id
}

/** So many activities of one contact, each with mail details naming two others. */
export async function manyActivities({ sql }: Connection, contactId: string, count: number): Promise<void> {
  await sql`with made as (
      insert into activities (type, occurred_at, source, summary, details, actor_kind, actor_name, actor_address)
      select 'note', timestamptz '2026-01-01Z' + make_interval(secs => n), 'manual', 'Entry ' || n || ' about bob' || n % 50 || '@y.example',
        json_build_object('outcome', repeat('words ', 30)), 'user', 'Rita Rep', 'rita@ours.example'
        from generate_series(1, ${count}::int) n returning id, occurred_at, type)
    insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${contactId}::uuid, occurred_at, type from made`
}

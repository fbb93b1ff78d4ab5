import { describe, expect, it } from 'vitest'
import { type ContactReference, contactReferences, type ExportHeading, exportHeadings } from '../../../db/references.ts'
import { exporters } from '../../../server/export/exporters.ts'
import { notIdentity } from '../../../server/export/identity.ts'
import { addressHash } from '../../../server/mail/address-hash.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { message, seedMailboxes, type TestMailbox } from '../mail/mailboxes.ts'
import { contactNamed, exported, guardian, manager, userId } from './export.ts'

const url = (id: string) => `/api/v1/contacts/${id}/export`
const nobody = '00000000-0000-7000-8000-000000000000'

describe('export of a contact: the door', () => {
  it('is for managers, administrators and data protection; only the last two see others', async () => {
    const api = await testApi()
    const ann = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    expect((await api.as(rep)({ url: url(ann) })).status).toBe(403)
    expect((await api.app.inject({ url: url(ann) })).statusCode).toBe(401)
    for (const as of [manager, admin, guardian]) await exported(api, ann, { as })
    for (const as of [admin, guardian]) await exported(api, ann, { as, others: 'shown' })
    const refused = await api.as(manager)({ url: url(ann), query: { others: 'shown' } })
    expect([refused.status, refused.body.needed]).toEqual([403, ['Admin', 'DataProtection']])
  })

  it('answers for a contact nobody knows and a faulty request, and logs neither', async () => {
    const api = await testApi()
    expect(await api.as(admin)({ url: url(nobody) })).toMatchObject({
      status: 404,
      body: { type: 'contact-not-found' },
    })
    expect((await api.as(admin)({ url: url('nobody') })).status).toBe(422)
    expect((await api.as(admin)({ url: url(nobody), query: { others: 'all' } })).status).toBe(422)
    expect(await api.connection.sql`select 1 from audit_entries`).toHaveLength(0)
  })

  it('GD-01 is a download that no cache keeps, and stands in the audit log and in the next file by role alone', async () => {
    const api = await testApi()
    const ann = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    const { headers } = await api.as(guardian)({ url: url(ann) })
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="contact-${ann}.json"`,
    })
    const rows = await api.connection.sql<{ text: string }[]>`
      select action || ' ' || subject_id || ' ' || details::text as text from audit_entries`
    expect(rows.map((row) => row.text)).toEqual([
      `contact.exported ${ann} {"roles": ["DataProtection"], "others": "masked"}`,
    ])
    const file = await exported(api, ann, { others: 'shown' })
    expect(file.recipients).toMatchObject([{ roles: ['DataProtection'], others: 'masked' }])
    expect(file).toMatchObject({ generatedBy: { roles: ['Admin'] }, others: 'shown', complete: true })
    expect(file.schema).toBe('https://crm.ours.example/api/v1/schemas/contact-export.json')
  })

  it('publishes its JSON Schema to everybody', async () => {
    const api = await testApi()
    const answer = await api.app.inject({ url: '/api/v1/schemas/contact-export.json' })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://crm.ours.example/api/v1/schemas/contact-export.json',
      properties: { format: { const: 'throughline-contact-export' } },
    })
    expect(Object.keys(answer.json().properties)).toEqual(expect.arrayContaining([...exportHeadings]))
  })
})

/** A row in each table that refers to a contact: written here, it must show under its heading. */
const rows: Record<string, (api: TestApi, contact: string, user: string) => Promise<unknown>> = {
  contact_addresses: ({ connection: { sql } }, id) =>
    sql`insert into contact_addresses (address, contact_id, display, is_primary) values ('old@x.example', ${id}, 'Old@x.example', false)`,
  contact_tags: ({ connection: { sql } }, id) =>
    sql`with t as (insert into tags (name) values ('VIP') returning id) insert into contact_tags select ${id}, id from t`,
  contact_changes: ({ connection: { sql } }, id, user) =>
    sql`insert into contact_changes (contact_id, user_id, field, before, after, route) values (${id}, ${user}, 'ownerId', null, ${JSON.stringify(user)}::jsonb, 'person')`,
  consent_entries: ({ connection: { sql } }, id, user) =>
    sql`insert into consent_entries (contact_id, status, type, effective_at, source, evidence, recorded_by)
      values (${id}, 'opted_in', 'explicit', now(), 'fair', '{"text": "Yes please", "ip": "192.0.2.7"}', ${user})`,
  consent_warnings: ({ connection: { sql } }, id, user) =>
    sql`insert into consent_warnings (contact_id, expires_at, days_before, owner_id) values (${id}, now(), 30, ${user})`,
  contact_engagement: ({ connection: { sql } }, id) =>
    sql`update contact_engagement set last_contacted_at = '2026-01-01Z' where contact_id = ${id}`,
  score_adjustments: ({ connection: { sql } }, id, user) =>
    sql`insert into score_adjustments (contact_id, points, reason, user_id, expires_at) values (${id}, 5, 'Met at the fair', ${user}, now())`,
  segment_members: ({ connection: { sql } }, id) =>
    sql`with s as (insert into segments (name, kind) values ('Fair guests', 'static') returning id) insert into segment_members (segment_id, contact_id) select id, ${id} from s`,
  import_rows: ({ connection: { sql } }, id, user) =>
    sql`with i as (insert into imports (name, format, source, tag, requested_by) values ('fair.csv', 'csv', 'Fair', 'Fair', ${user}) returning id)
      insert into import_rows (import_id, row, line, outcome, contact_id) select id, 1, 2, 'created', ${id} from i`,
  bulk_targets: ({ connection: { sql } }, id, user) =>
    sql`with o as (insert into bulk_operations (action, selection, requested_by) values ('{"type": "set_role", "role": "blocker"}', '{}', ${user}) returning id)
      insert into bulk_targets (operation_id, contact_id, outcome, before, after) select id, ${id}, 'changed', 'null', '"blocker"' from o`,
  merges: ({ connection: { sql } }, id, user) =>
    sql`insert into merges (survivor_id, choices, merged_by) values (${id}, '{"knownAs": [{"field": "jobTitle", "text": "Buyer"}]}', ${user})`,
  merged_contacts: ({ connection: { sql } }, id, user) =>
    sql`with m as (insert into merges (survivor_id, choices, merged_by) values (${id}, '{}', ${user}) returning id)
      insert into merged_contacts (former_id, survivor_id, merge_id) select gen_random_uuid(), ${id}, id from m`,
  activity_removals: ({ connection: { sql } }, id) =>
    sql`with a as (insert into activities (type, occurred_at, source, summary, actor_kind) values ('note', now(), 'manual', 'Of somebody else', 'system') returning id, occurred_at)
      insert into activity_removals (activity_id, contact_id, occurred_at, type, blind, folded, reason) select id, ${id}, occurred_at, 'note', false, false, 'unlogged' from a`,
  deal_contacts: ({ connection: { sql } }, id) =>
    sql`with d as (insert into deals (name, stage_id) select 'Pumps', id from deal_stages where position = 1 returning id)
      insert into deal_contacts (deal_id, contact_id, role) select id, ${id}, 'champion' from d`,
  tracked_mails: ({ connection: { sql } }, id, user) =>
    sql`with m as (insert into tracked_mails (user_id, contact_id, recipients, sent_at) values (${user}, ${id}, 1, now()) returning id)
      insert into tracking_events (id, tracked_mail_id, kind, at, method, agent, class, reason, rules) select gen_random_uuid(), id, 'open', now(), 'GET', 'Mail', 'person', 'agent', 1 from m`,
  form_submissions: ({ connection: { sql } }, id) =>
    sql`with f as (insert into forms (public_id, name, draft) values (gen_random_uuid(), 'Newsletter', '{}') returning id)
      insert into form_submissions (form_id, version, state, values, contact_id) select id, 1, 'accepted', '{"email": "ann@x.example"}', ${id} from f`,
  activity_contacts: ({ connection: { sql } }, id) =>
    sql`with a as (insert into activities (type, occurred_at, source, summary, actor_kind) values ('note', now(), 'manual', 'Likes tea', 'system') returning id, occurred_at)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${id}, occurred_at, 'note' from a`,
}

describe('export of a contact: what is in it', () => {
  it('X-03 has one exporter for each heading of the registry, and shows a row of every table that refers to a contact', async () => {
    expect(Object.keys(exporters).sort()).toEqual([...exportHeadings].sort())
    const api = await testApi()
    const user = await userId(api.connection)
    for (const reference of contactReferences.filter((one) => one.export !== null)) {
      const write = rows[reference.table]
      expect(write, `a row of ${reference.table} to look for`).toBeDefined()
      const id = await contactNamed(api.connection, 'Ann', 'Li', `ann${reference.table}@x.example`)
      const before = under(await exported(api, id), reference)
      await write?.(api, id, user)
      expect(under(await exported(api, id), reference), reference.table).not.toEqual(before)
      await api.connection.sql`delete from contacts where id = ${id}`
    }
  })

  it('GD-01 has every column of the record, or says that it repeats another', async () => {
    const api = await testApi()
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    const columns = await api.connection.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = 'contacts'`
    const names: Record<string, string> = {
      phone_display: 'phoneAsShown',
      mobile_display: 'mobileAsShown',
      phone_country: 'countryOfPhone',
      company_id: 'company',
      owner_id: 'owner',
      created_by: 'createdBy',
      law_country: 'lawOf',
      law_basis: 'lawOf',
      consent_status: 'consent.status',
      consent_type: 'consent.type',
      consent_date: 'consent.date',
      consent_source: 'consent.source',
      gdpr_basis: 'consent.gdprBasis',
      consent_expires_at: 'consent.expiresAt',
      consent_proven: 'consent.proven',
      tracking_consent: 'consent.tracking',
      objected_at: 'consent.objectedAt',
    }
    const { identity } = await exported(api, id)
    const shown = new Set([...Object.keys(identity), ...Object.keys(identity.consent).map((name) => `consent.${name}`)])
    const camel = (name: string) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
    const missing = columns
      .map(({ name }) => name)
      .filter((name) => !notIdentity.includes(name) && !shown.has(names[name] ?? camel(name)))
    expect(missing).toEqual([])
  })

  it('GD-01 shows custom fields by label, segments with their why, where mail lies by hash, and blocks', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const user = await userId(api.connection)
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    await sql`insert into custom_fields (entity, key, label, type, choices, sensitive) values
      ('contact', 'tier', 'Tier', 'single_choice', '[{"id": "c1", "label": "Gold"}]', false),
      ('contact', 'topics', 'Topics', 'multi_choice', '[{"id": "t1", "label": "Tea"}, {"id": "t2", "label": "Rice"}]', true),
      ('contact', 'buddy', 'Buddy', 'user', '[]', false)`
    await sql`update contacts set custom_fields = ${JSON.stringify({ tier: 'c1', topics: ['t1', 't2'], buddy: user, gone: 7 })}::jsonb where id = ${id}`
    const active = { field: 'status', op: 'any_of', value: ['active'] }
    await sql`insert into segments (name, kind, filter) values ('Active', 'dynamic', ${JSON.stringify(active)}::jsonb),
      ('Gone', 'dynamic', ${JSON.stringify({ field: 'status', op: 'any_of', value: ['bounced'] })}::jsonb),
      ('Broken', 'dynamic', ${JSON.stringify({ field: 'custom.nothing', op: 'not_empty' })}::jsonb)`
    const [mailbox] = await seedMailboxes(api.connection, ['olga'])
    await sql`insert into correspondents (address_hash, mailbox_id, graph_message_id, occurred_at)
      values (${addressHash(api.services.secrets, 'ann@x.example')}, ${mailbox?.id as string}, 'AAk=', '2026-02-01Z'),
        (${addressHash(api.services.secrets, 'bob@x.example')}, ${mailbox?.id as string}, 'AAl=', '2026-02-01Z')`
    await sql`insert into mail_blocks (kind, pattern) values ('address', 'ann@x.example'), ('address', 'bob@x.example')`
    const file = await exported(api, id)
    expect(file.customFields).toEqual(
      expect.arrayContaining([
        { key: 'tier', label: 'Tier', type: 'single_choice', value: 'Gold', sensitive: false, archived: false },
        {
          key: 'topics',
          label: 'Topics',
          type: 'multi_choice',
          value: ['Tea', 'Rice'],
          sensitive: true,
          archived: false,
        },
        { key: 'gone', label: null, type: null, value: 7, sensitive: false, archived: false },
        {
          key: 'buddy',
          label: 'Buddy',
          type: 'user',
          value: { label: '[employee]', name: null, address: null },
          sensitive: false,
          archived: false,
        },
      ]),
    )
    expect(file.segments).toMatchObject([{ name: 'Active', kind: 'dynamic', filter: active }])
    expect(file.mailPlaces).toMatchObject([
      { occurredAt: '2026-02-01T00:00:00.000Z', keptUntil: '2029-02-01T00:00:00.000Z' },
    ])
    expect(file.blocks).toMatchObject([{ address: 'ann@x.example' }])
    expect(file.sources).toMatchObject([
      { of: 'addresses', items: 1 },
      { of: 'record', source: 'not recorded', items: 1 },
    ])
  })

  it('keeps every letter: other scripts, emoji, quotes, lines, what looks like markup', async () => {
    const api = await testApi()
    const summary = '“Zoë” 👩‍👩‍👧 ليلى 林 \u2028 </script> \\" \t line\nend'
    const id = await contactNamed(api.connection, 'Zoë 👩‍👩‍👧', '林', 'zoë@bücher.example')
    await api.connection.sql`with a as (insert into activities (type, occurred_at, source, summary, actor_kind)
        values ('note', now(), 'manual', ${summary}, 'system') returning id, occurred_at)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${id}, occurred_at, 'note' from a`
    const file = await exported(api, id)
    expect(file.identity).toMatchObject({ firstName: 'Zoë 👩‍👩‍👧', lastName: '林' })
    expect(file.activities[0]?.summary).toBe(summary)
    expect(file.addresses[0]?.address).toBe('zoë@bücher.example')
  })
})

const under = (file: Record<string, unknown>, reference: ContactReference): unknown =>
  file[reference.export as ExportHeading]

describe('export of a contact: other people', () => {
  /** Mail between Ann, Bob Meier (a contact), Eve Stern (a stranger) and Olga of ours; a note that names them. */
  async function correspondence() {
    const api = await testApi()
    const { connection, graph, services } = api
    const [mailbox] = (await seedMailboxes(connection, ['olga'])) as [TestMailbox]
    const ann = await contactNamed(connection, 'Ann', 'Li', 'ann@x.example')
    const bob = await contactNamed(connection, 'Bob', 'Meier', 'bob.meier@y.example')
    const hidden = await contactNamed(connection, 'Hidden', 'Person', 'hidden@h.example')
    const { sql } = connection
    await sql`update users set name = 'Olga Orlova'`
    const mail = message({
      from: 'bob.meier@y.example',
      to: ['ann@x.example', 'olga@ours.example'],
      cc: ['eve.stern@z.example'],
      bcc: ['hidden@h.example'],
      subject: 'Bob and Eve for Ann',
      internetMessageId: '<abc.1@mail.y.example>',
    })
    mail.from = { emailAddress: { name: 'Bob Meier', address: 'Bob.Meier@y.example' } }
    mail.ccRecipients = [{ emailAddress: { name: 'Eve Stern', address: 'eve.stern@z.example' } }]
    mail.bodyPreview = 'Dear Ann, Eve Stern <EVE.STERN@z.example> will call; ask olga@ours.example or Olga. Bob'
    return { api, graph, services, mailbox, ann, bob, hidden, mail, sql }
  }

  async function filled() {
    const made = await correspondence()
    const { api, graph, mailbox, ann, bob, mail, sql } = made
    graph.put(mailbox.graphUserId, 'inbox', mail)
    await syncMailbox(api.services, mailbox)
    await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${ann}/activities`,
      payload: {
        type: 'note',
        summary: 'Ann said bob meier knows frank@new.example; Olga Orlova agrees',
        contactIds: [bob],
      },
    })
    await sql`insert into consent_entries (contact_id, status, effective_at, evidence)
      values (${ann}, 'opted_in', now(), '{"note": "told to bob.meier@y.example", "frank@new.example": "witness"}')`
    return made
  }

  it('GD-02 names nobody else: no address, no name, no id of another contact anywhere in the file', async () => {
    const { api, ann, bob, hidden } = await filled()
    const file = await exported(api, ann)
    const text = JSON.stringify(file)
    for (const other of [
      'bob.meier',
      'meier',
      'eve',
      'stern',
      'frank',
      'olga',
      'orlova',
      'hidden',
      'rita',
      bob,
      hidden,
    ]) {
      expect(text.toLowerCase(), other).not.toMatch(new RegExp(`(?<![a-z])${other}(?![a-z])`))
    }
    expect(text.match(/[^"\s]+@[^"\s]+/g)?.filter((found) => !/ann@x|mail\.y\.example/.test(found))).toEqual([])
    const [mail, note] = file.activities
    const number = mail?.actor.label
    expect(number).toMatch(/^\[person \d+\]$/)
    expect(mail?.mail?.from).toEqual({ label: number, name: null, address: null })
    expect(mail?.mail?.to.map((party) => party.label)).toEqual(['[self]', '[employee]'])
    expect(mail?.mail?.to[0]?.address).toBe('ann@x.example')
    expect(mail?.with.map((party) => party.label)).toEqual([number])
    expect(mail?.summary).toBe(`${number} and ${mail?.mail?.cc[0]?.label} for Ann`)
    expect(mail?.mail?.messageId).toBe('abc.1@mail.y.example')
    expect(mail?.mail?.preview).toContain('Dear Ann, ')
    expect(note?.summary).toMatch(/^Ann said \[person \d\] knows \[person \d\]; \[employee\] agrees$/)
    expect(note?.with.map((party) => party.label)).toEqual([number])
  })

  it('GD-02 shows them where data protection asks for it, but never ids nor those in blind copy', async () => {
    const { api, ann, bob, hidden } = await filled()
    const file = await exported(api, ann, { as: guardian, others: 'shown' })
    const [mail] = file.activities
    expect(mail?.mail?.from).toEqual({
      label: expect.stringMatching(/^\[person \d+\]$/),
      name: 'Bob Meier',
      address: 'Bob.Meier@y.example',
    })
    expect(mail?.summary).toBe('Bob and Eve for Ann')
    const text = JSON.stringify(file)
    for (const absent of [bob, hidden, 'hidden@h.example']) expect(text).not.toContain(absent)
  })

  it('GD-04 keeps back what a mailbox owner does not share, until data protection decides', async () => {
    const { api, graph, mailbox, ann, mail, sql } = await correspondence()
    await sql`update mailboxes set share_level = 'contact_only'`
    graph.put(mailbox.graphUserId, 'inbox', mail)
    await syncMailbox(api.services, mailbox)
    for (const choice of [{}, { others: 'shown' as const }]) {
      const [entry] = (await exported(api, ann, choice)).activities
      expect(entry).toMatchObject({ withheld: ['summary', 'preview'], summary: null, mail: { preview: null } })
    }
    const [entry] = (await exported(api, ann, { as: guardian, others: 'shown' })).activities
    expect(entry).toMatchObject({ withheld: [], summary: 'Bob and Eve for Ann' })
    await sql`update activities set shared = 1`
    expect((await exported(api, ann)).activities[0]?.withheld).toEqual(['preview'])
  })
})

import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../db/client.ts'
import { audit } from '../../../server/audit/audit.ts'
import { checkAudit } from '../../../server/audit/check-audit.ts'
import type { AuditEntry } from '../../../server/audit/schema.ts'
import type { Actor } from '../../../server/platform/actor.ts'
import { admin, rep, testApi } from '../api.ts'
import { freshDatabase } from '../database.ts'

const guardian = {
  ...admin,
  oid: '22222222-0000-4000-8000-000000000009',
  name: 'Dora Data',
  roles: ['DataProtection'],
}

const note = (n: number) => ({
  action: n % 2 ? 'tags.merged' : 'contact.exported',
  subjectKind: 'thing',
  subjectId: `thing-${n}`,
  details: { zeta: n, alpha: { list: [1, null, 'é'], big: 1e21 } },
})

const write = ({ db }: Connection, count: number) =>
  db.transaction(async (tx) => {
    for (let n = 1; n <= count; n++) await audit(tx, null, note(n))
  })

const someone = async ({ sql }: Connection): Promise<Actor> => {
  const [user] = await sql<{ id: string }[]>`
    insert into users (entra_id, name) values (gen_random_uuid(), 'Ada') returning id`
  const userId = user?.id as string
  return { userId, entraId: userId, name: 'Ada', email: null, roles: ['Admin'], route: 'person' }
}

/** What somebody with all rights on the database can do, past the trigger. */
const tamper = ({ sql }: Connection, statement: string) =>
  sql.begin((tx) => [
    tx.unsafe('alter table audit_entries disable trigger all'),
    tx.unsafe(statement),
    tx.unsafe('alter table audit_entries enable trigger all'),
  ])

describe('audit log', () => {
  it('AD-04 makes one chain of what many write at once', async () => {
    const connection = await freshDatabase()
    const { db, sql } = connection
    await Promise.all(Array.from({ length: 30 }, (_, n) => db.transaction((tx) => audit(tx, null, note(n)))))
    const rows = await sql<{ previous_hash: Buffer; hash: Buffer }[]>`
      select previous_hash, hash from audit_entries order by number`
    expect(rows).toHaveLength(30)
    for (const [n, row] of rows.entries()) if (n > 0) expect(row.previous_hash).toEqual(rows[n - 1]?.hash)
    const check = await checkAudit(sql, db, await someone(connection))
    expect(check).toMatchObject({ entries: 30, intact: true, brokenAt: null })
    expect(check.lastHash).toBe(rows.at(-1)?.hash.toString('hex'))
  })

  it('AD-04 stands with the change it tells of, and falls with it', async () => {
    const { db, sql } = await freshDatabase()
    const failing = db.transaction(async (tx) => {
      await audit(tx, null, note(1))
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow('the change failed')
    await db.transaction((tx) => audit(tx, null, note(2)))
    expect(await sql`select subject_id from audit_entries`).toMatchObject([{ subject_id: 'thing-2' }])
  })

  it('AD-04 refuses every change of an entry', async () => {
    const connection = await freshDatabase()
    const { sql } = connection
    await write(connection, 2)
    for (const statement of [
      `update audit_entries set action = 'nothing'`,
      'delete from audit_entries',
      'truncate audit_entries',
    ]) {
      await expect(sql.unsafe(statement)).rejects.toThrow('append-only')
    }
  })

  it('AD-04 finds what was changed, taken out, put in or hidden, and where', async () => {
    for (const [statement, brokenAt] of [
      [`update audit_entries set details = '{"zeta": 0}' where number = 3`, 3],
      [`update audit_entries set at = at + interval '1 ms' where number = 4`, 4],
      [`update audit_entries set user_id = (select id from users limit 1) where number = 2`, 2],
      ['delete from audit_entries where number = 1', 2],
      ['delete from audit_entries where number in (3, 4)', 5],
      [
        `insert into audit_entries (number, action, subject_kind, previous_hash, hash)
           select 9, 'x', 'x', hash, sha256(hash) from audit_entries where number = 5`,
        9,
      ],
    ] as const) {
      const connection = await freshDatabase()
      const actor = await someone(connection)
      await write(connection, 5)
      await tamper(connection, statement)
      const check = await checkAudit(connection.sql, connection.db, actor)
      expect(check, statement).toMatchObject({ intact: false, brokenAt })
    }
  })

  it('keeps no address, even one that slips into the details', async () => {
    const { db, sql } = await freshDatabase()
    const details = { why: 'asked by "Ann Li" <ann.li@x.example> today', list: ['bob@y.example'], 'eve@z.example': 1 }
    await db.transaction((tx) => audit(tx, null, { ...note(1), details }))
    const [row] = await sql<{ text: string }[]>`select details::text as text from audit_entries`
    expect(row?.text).not.toContain('@')
    expect(row?.text).toContain('[address]')
  })

  it('AD-04 is read page by page and by filter, and that it was read stands in it', async () => {
    const { as, connection } = await testApi()
    await write(connection, 7)
    const pages: AuditEntry[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor ? { cursor } : {}) }
      const { body } = await as(guardian)({ url: '/api/v1/audit', query })
      pages.push(...body.items)
      cursor = body.nextCursor
    } while (cursor)
    expect(pages.map((entry) => entry.subjectId)).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `thing-${n}`))
    const read = await as(admin)({ url: '/api/v1/audit', query: { action: 'audit' } })
    expect(read.body.items).toHaveLength(3)
    expect(read.body.items[0]).toMatchObject({ action: 'audit.read', by: { name: 'Dora Data' }, details: { limit: 3 } })
    const tags = await as(admin)({ url: '/api/v1/audit', query: { action: 'tags.merged', subjectId: 'thing-3' } })
    expect(tags.body.items).toMatchObject([{ subjectId: 'thing-3', by: null, details: note(3).details }])
    const late = await as(admin)({ url: '/api/v1/audit', query: { from: '2999-01-01T00:00:00Z' } })
    expect(late.body).toEqual({ items: [], nextCursor: null })
    const mine = await as(admin)({ url: '/api/v1/audit', query: { userId: read.body.items[0].by.id } })
    expect(mine.body.items).toHaveLength(3)
    expect((await as(admin)({ url: '/api/v1/audit/check' })).body).toMatchObject({ intact: true, entries: 14 })
    const [last] = (await as(admin)({ url: '/api/v1/audit', query: { limit: '1' } })).body.items
    expect(last).toMatchObject({ action: 'audit.checked', details: { intact: true } })
  })

  it('is for administrators and data protection only, and refuses a cursor of its reader’s making', async () => {
    const { as } = await testApi()
    const manager = { ...rep, roles: ['Manager'] }
    for (const person of [rep, manager]) {
      expect((await as(person)({ url: '/api/v1/audit' })).status).toBe(403)
      expect((await as(person)({ url: '/api/v1/audit/check' })).status).toBe(403)
    }
    expect((await as(admin)({ url: '/api/v1/audit', query: { cursor: '1 or 1=1' } })).status).toBe(422)
  })
})

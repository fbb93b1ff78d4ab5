import { describe, expect, it } from 'vitest'
import { audit } from '../../../server/audit/audit.ts'
import { freshDatabase } from '../database.ts'

const note = (n: number) => ({
  action: 'thing.done',
  subjectKind: 'thing',
  subjectId: String(n),
  details: { b: 1, a: n },
})

describe('audit log', () => {
  it('AD-04 chains what many write at once', async () => {
    const { db, sql } = await freshDatabase()
    await Promise.all(Array.from({ length: 20 }, (_, n) => db.transaction((tx) => audit(tx, null, note(n)))))
    const rows = await sql`select previous_hash, hash from audit_entries order by number`
    expect(rows.length).toBe(20)
    rows.reduce(
      (before, row) => {
        if (before) expect(row.previous_hash).toEqual(before.hash)
        return row
      },
      undefined as (typeof rows)[number] | undefined,
    )
  })
})

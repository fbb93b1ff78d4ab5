import { describe, expect, it } from 'vitest'
import { contactReferences } from '../../db/references.ts'
import { freshDatabase } from './database.ts'

describe('registry of contact references', () => {
  it('X-03 names every column that refers to a contact, and no other', async () => {
    const { sql } = await freshDatabase()
    const inCatalogue = await sql<{ name: string }[]>`
      select c.conrelid::regclass || '.' || a.attname as name
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
       where c.contype = 'f' and c.confrelid = 'contacts'::regclass`
    const named = await sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name ~ '(^|_)contact_id$'`
    const found = new Set([...inCatalogue, ...named].map((row) => row.name))
    expect(contactReferences.map(({ table, column }) => `${table}.${column}`).sort()).toEqual([...found].sort())
  })
})

import { describe, expect, it } from 'vitest'
import {
  contactReferences,
  exportHeadings,
  indirectReferences,
  jsonWithoutContacts,
  tablesWithoutContacts,
} from '../../db/references.ts'
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

  it('X-03 knows of every JSON column whether a contact can stand in it', async () => {
    const { sql } = await freshDatabase()
    const rows = await sql<{ name: string; table_name: string }[]>`
      select table_name || '.' || column_name as name, table_name from information_schema.columns
       where table_schema = 'public' and data_type in ('json', 'jsonb')`
    const direct = new Set(['contacts', ...contactReferences.map(({ table }) => table)])
    const declared = [...indirectReferences.map(({ table, column }) => `${table}.${column}`), ...jsonWithoutContacts]
    const unknown = rows.filter((row) => !direct.has(row.table_name) && !declared.includes(row.name))
    expect(unknown.map((row) => row.name)).toEqual([])
  })

  it('X-03 knows of every table whether it holds something about a contact, and names none that is gone', async () => {
    const { sql } = await freshDatabase()
    const rows = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
    const columns = await sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`
    const holding = new Set([...contactReferences, ...indirectReferences].map(({ table }) => table))
    const expected = [...holding, 'contacts', ...tablesWithoutContacts].filter((name) => !name.includes('.'))
    expect(expected.sort()).toEqual(rows.map((row) => row.name).sort())
    const existing = new Set(columns.map((row) => row.name))
    const indirect = indirectReferences
      .filter(({ table }) => !table.includes('.'))
      .map(({ table, column }) => `${table}.${column}`)
    expect([...indirect, ...jsonWithoutContacts].filter((name) => !existing.has(name))).toEqual([])
  })

  it('X-03 says rightly what the database takes along and what makes a row one of a kind', async () => {
    const { sql } = await freshDatabase()
    const cascades = await sql<{ name: string }[]>`
      select conrelid::regclass::text as name from pg_constraint
       where contype = 'f' and confrelid = 'contacts'::regclass and confdeltype = 'c'`
    expect(new Set(cascades.map((row) => row.name))).toEqual(new Set(contactReferences.map(({ table }) => table)))
    const unique = await sql<{ table_name: string; columns: string[] }[]>`
      select i.indrelid::regclass::text as table_name, array_agg(a.attname::text order by a.attname) as columns
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indisunique and i.indpred is null group by i.indexrelid, i.indrelid`
    for (const { table, column, oneFor } of contactReferences) {
      const keys = unique.filter((row) => row.table_name === table && row.columns.includes(column))
      expect(
        keys.map((row) => row.columns),
        table,
      ).toEqual(oneFor ? [[column, ...oneFor].sort()] : [])
    }
  })

  it('exports under known headings, and says why where it does not', () => {
    for (const reference of [...contactReferences, ...indirectReferences]) {
      if (reference.export === null) expect(reference.because.length).toBeGreaterThan(20)
      else expect(exportHeadings).toContain(reference.export)
    }
  })
})

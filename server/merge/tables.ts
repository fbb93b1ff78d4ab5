import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { type ContactReference, contactReferences } from '#db/references.ts'

/** A table of the registry of references, with what the catalogue knows of it. */
export interface ReferringTable {
  table: string
  column: string
  merge: ContactReference['merge']
  oneFor: readonly string[] | null
  columns: string[]
  /** What tells its rows apart beside the contact: of two that are equal in it, one stays. */
  key: readonly string[]
  /** What its rows refer to, by one column each. */
  parents: { column: string; table: string; of: string }[]
}

interface CatalogueRow extends Record<string, unknown> {
  name: string
  columns: string[]
  primary: string[]
  parents: ReferringTable['parents'] | null
}

/** Every column of the registry, one statement for all. */
export async function referringTables(tx: Tx): Promise<ReferringTable[]> {
  const names = JSON.stringify(contactReferences.map(({ table }) => table))
  const rows = await tx.execute<CatalogueRow>(sql`
    select c.relname as name,
        (select json_agg(a.attname order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
        (select json_agg(a.attname order by a.attnum) from pg_index i
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
          where i.indrelid = c.oid and i.indisprimary) as primary,
        (select json_agg(json_build_object('column', a.attname, 'table', f.relname, 'of', b.attname)) from pg_constraint k
           join pg_class f on f.oid = k.confrelid
           join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
           join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
          where k.conrelid = c.oid and k.contype = 'f') as parents
      from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
       and c.relname in (select value from jsonb_array_elements_text(${names}::jsonb))`)
  const byName = new Map(rows.map((row) => [row.name, row]))
  return contactReferences.map(({ table, column, merge, oneFor }) => {
    const { columns, primary, parents } = byName.get(table) as CatalogueRow
    return { table, column, merge, oneFor, columns, key: oneFor ?? primary, parents: parents ?? [] }
  })
}

export const name = (identifier: string): SQL => sql`${sql.identifier(identifier)}`

/** `a.x, a.y` */
export const listed = (alias: string, columns: readonly string[]): SQL =>
  sql.join(
    columns.map((column) => sql`${name(alias)}.${name(column)}`),
    sql`, `,
  )

/** `x, y` */
export const bare = (columns: readonly string[]): SQL => sql.join(columns.map(name), sql`, `)

/** `a.x = b.x and a.y = b.y`; with no columns, always. */
export const equal = (a: string, b: string, columns: readonly string[]): SQL =>
  columns.length === 0
    ? sql`true`
    : sql.join(
        columns.map((column) => sql`${name(a)}.${name(column)} = ${name(b)}.${name(column)}`),
        sql` and `,
      )

export const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`

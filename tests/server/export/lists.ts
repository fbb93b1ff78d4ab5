import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { expect, onTestFinished } from 'vitest'
import { BYTE_ORDER_MARK, unguarded } from '../../../server/platform/csv.ts'
import { rep, type TestApi } from '../api.ts'
import type { TestPerson } from '../entra.ts'

export interface TableRead {
  headers: string[]
  rows: Record<string, string>[]
  /** As they stand in the file. */
  text: string
}

/** A CSV file as a kept reader sees it, with the guards taken away as an import does. */
export function tableFrom(text: string): TableRead {
  expect(text.startsWith(BYTE_ORDER_MARK)).toBe(true)
  const [headers = [], ...rows]: string[][] = parse(text, { bom: true, record_delimiter: '\r\n' })
  return {
    headers,
    rows: rows.map((row) => Object.fromEntries(row.map((cell, n) => [headers[n] ?? '', unguarded(cell)]))),
    text,
  }
}

/** Downloads a list as CSV. */
export async function exportedCsv(
  api: TestApi,
  query: Record<string, string> = {},
  { as = rep, what = 'contacts' }: { as?: TestPerson; what?: 'contacts' | 'companies' } = {},
): Promise<TableRead> {
  const { status, body, headers } = await api.as(as)({
    url: `/api/v1/${what}/export.csv?${new URLSearchParams(query)}`,
  })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  return tableFrom(body)
}

/** A download over a real socket, where it can be slow, and broken off. */
export async function download(
  api: TestApi,
  path: string,
  as: TestPerson = rep,
): Promise<{ sent: ClientRequest; answer: IncomingMessage }> {
  if (!api.app.server.listening) await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  const sent = request({ port, path, headers: { authorization: `Bearer ${await api.entra.token(as)}` } })
  sent.end()
  onTestFinished(() => void sent.destroy())
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return { sent, answer }
}

/** Connections of the pool that are inside a transaction. */
export async function openTransactions({ connection: { sql } }: TestApi): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and application_name = 'throughline'`
  return row?.count ?? 0
}

export async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('It did not come to pass within 5 s.')
}

/** So many contacts, the first the oldest; without triggers, with what they would keep. */
export const manyContacts = ({ connection }: TestApi, count: number) =>
  connection.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`insert into contacts (first_name, last_name, job_title, created_at, sort_name, search_text)
      select 'Person', n, 'Engineer', timestamptz '2026-01-01Z' + make_interval(secs => i), n || ' person', ' person ' || n
        from (select i, lpad(i::text, 6, '0') as n from generate_series(1, ${count}::int) i) x`
    await sql`insert into contact_engagement (contact_id) select id from contacts`
    await sql`insert into contact_addresses (address, contact_id, display, is_primary)
      select 'p' || last_name || '@many.example', id, 'p' || last_name || '@many.example', true from contacts`
  })

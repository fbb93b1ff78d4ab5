import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type TestApi, testApi } from '../api.ts'
import { importing } from './importing.ts'

const ROWS = 10_000

/** People of whom every seventh comes again, with companies, tags and notes. */
function file(): string {
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const person = n % 7 === 6 ? n - 6 : n
    return `P${person},Last${n},p${person}@firm${person % 300}.example,Firm ${person % 300},tag${n % 5},${n % 11 ? '' : `note ${n}`}`
  })
  return `First Name,Last Name,Email,Company,Tags,Notes\n${rows.join('\n')}\n`
}

/** Runs the import in a process, and kills it after a while; whether it was killed. */
async function runFor(url: string, id: string, milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'import-process.ts'), url, id], { stdio: 'ignore' })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  const signal = await ended
  clearTimeout(timer)
  return signal === 'SIGKILL'
}

/** Everything that an import leaves, without ids and instants. */
async function whatStands({ connection: { sql } }: TestApi): Promise<unknown> {
  const [row] = await sql`
    select (select json_agg(json_build_array(c.first_name, c.last_name, c.search_text, c.version, co.name, c.consent_status, c.consent_type,
              (select json_agg(t.name order by t.name) from contact_tags ct join tags t on t.id = ct.tag_id where ct.contact_id = c.id),
              (select count(*) from contact_changes h where h.contact_id = c.id), (select count(*) from consent_entries e where e.contact_id = c.id),
              (select json_agg(a.summary order by a.summary) from activity_contacts ac join activities a on a.id = ac.activity_id where ac.contact_id = c.id))
              order by d.address) from contacts c join contact_addresses d on d.contact_id = c.id join companies co on co.id = c.company_id) as contacts,
        (select json_agg(json_build_array(r.row, r.line, r.outcome, r.version, r.issues, d.address) order by r.row)
           from import_rows r left join contact_addresses d on d.contact_id = r.contact_id) as rows,
        (select json_agg(json_build_array(co.name, (select json_agg(domain) from company_domains m where m.company_id = co.id)) order by co.name) from companies co) as companies,
        (select json_build_array(state, rows, created, updated, unchanged, skipped, refused, warned) from imports) as import`
  return row
}

describe('an import that is killed', () => {
  it('IM-15 goes on where it was, and comes to the same as one that nobody disturbed', async () => {
    const undisturbed = await testApi()
    await importing(undisturbed).all(file())
    const api = await testApi()
    const { upload, answer, read } = importing(api)
    const { id } = await upload(file())
    await answer('POST', `/imports/${id}/run`)
    let kills = 0
    for (let wait = 1500; kills < 5; wait += 350 + Math.floor(Math.random() * 400)) {
      if (!(await runFor(api.connection.url, id, wait))) break
      kills += 1
      const { counts } = await read(id)
      const [written] = await api.connection.sql`select count(*)::int as n from import_rows`
      expect(written?.n).toBe(counts.rows)
    }
    while ((await read(id)).state === 'running') {
      await runFor(api.connection.url, id, 60_000)
      await sleep(50)
    }
    expect(kills).toBeGreaterThan(1)
    expect(await whatStands(api)).toEqual(await whatStands(undisturbed))
  }, 180_000)
})

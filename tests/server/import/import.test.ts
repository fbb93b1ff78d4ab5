import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { runImport } from '../../../server/import/run-import.ts'
import { admin, rep, testApi } from '../api.ts'
import { contactsOf, importing } from './importing.ts'

const people =
  'First Name,Last Name,Email,Company\nAda,Lovelace,ada@acme.example,Acme\nBob,Stone,bob@acme.example,Acme\n'

describe('import', () => {
  it('brings a file in, from upload to contacts, as the preview foretold', async () => {
    const api = await testApi()
    const { upload, preview, run, rows } = importing(api)
    const file = await upload(people)
    expect(file.mapping.columns.map(({ target }) => target)).toEqual(['firstName', 'lastName', 'email', 'company'])
    const checked = await preview(file.id)
    expect(checked.preview?.counts).toMatchObject({
      rows: 2,
      created: 2,
      updated: 0,
      refused: 0,
      skipped: 0,
      unchanged: 0,
    })
    expect(await contactsOf(api)).toEqual([])
    const done = await run(file.id)
    expect(done).toMatchObject({ state: 'done', counts: { rows: 2, created: 2 }, total: 2 })
    expect(
      (await contactsOf(api)).map(({ email, company, tags, source }) => [email, company.name, tags, source]),
    ).toEqual([
      ['ada@acme.example', 'Acme', [file.tag], 'Import: people'],
      ['bob@acme.example', 'Acme', [file.tag], 'Import: people'],
    ])
    expect((await rows(file.id)).map(({ row, line, outcome, cells }) => [row, line, outcome, cells[0]])).toEqual([
      [1, 2, 'created', 'Ada'],
      [2, 3, 'created', 'Bob'],
    ])
  })

  it('what follows from a contact is as if it had been typed in', async () => {
    const api = await testApi()
    const ask = api.as(admin)
    const typed = {
      firstName: 'Zoë',
      lastName: 'Müller',
      email: 'Zoe.Mueller@Größe.example',
      aliases: ['zoe+x@other.example'],
      phone: '030 1234567',
      mobile: '+49 151 23456789',
      jobTitle: 'Käuferin',
      department: 'R&D',
      company: 'Größe & Söhne',
      role: 'champion',
      source: 'Fair',
      country: 'DE',
      linkedin: 'https://www.linkedin.com/in/zoe',
      tags: ['vip'],
    }
    await ask({ method: 'POST', url: '/api/v1/contacts', payload: typed })
    const columns = sqlColumns
    const [byHand] = await api.connection.sql.unsafe(`select ${columns} from contacts`)
    await api.connection.sql`delete from contacts`
    const header =
      'First Name,Last Name,Email,Other emails,Phone,Mobile,Job title,Department,Company,Role,Source,Country,LinkedIn,Tags'
    const {
      firstName,
      lastName,
      email,
      aliases,
      phone,
      mobile,
      jobTitle,
      department,
      company,
      role,
      source,
      country,
      linkedin,
      tags,
    } = typed
    await importing(api).all(
      `${header}\n${[firstName, lastName, email, aliases, phone, mobile, jobTitle, department, company, role, source, country, linkedin, tags].join(',')}\n`,
    )
    const [imported] = await api.connection.sql.unsafe(`select ${columns} from contacts`)
    expect(imported).toEqual(byHand)
    const before = await api.connection.sql.unsafe(`select id, ${columns} from contacts`)
    await api.connection.sql`update contacts set search_text = ''`
    expect(await api.connection.sql.unsafe(`select id, ${columns} from contacts`)).toEqual(before)
    const found = await ask({ method: 'GET', url: '/api/v1/contacts?search=mull%20zo%20soh' })
    expect(found.body.items).toHaveLength(1)
  })

  it('IM-14 every row has an outcome, and the sums add up in the database', async () => {
    const api = await testApi()
    const { all, upload, map, run, rows, answer } = importing(api)
    await all(people)
    const file = await upload(
      'First Name,Email,Role,Country\nAda,ada@acme.example,,\nCyd,not an address,,\n,,,\nDan,dan@acme.example,Overlord,Atlantis\n,,Champion,\nFirst Name,Email,Role,Country\n',
    )
    const mapped = await map(file, { onMatch: 'skip', invalid: 'refuse' })
    const done = await run(mapped.id)
    const { rows: read, created, updated, unchanged, skipped, refused } = done.counts
    expect(read).toBe(created + updated + unchanged + skipped + refused)
    expect(done.counts).toMatchObject({ rows: 6, created: 0, updated: 0, skipped: 3, refused: 3 })
    const [counted] = await api.connection.sql`select count(*)::int as n from import_rows where import_id = ${file.id}`
    expect(counted?.n).toBe(read)
    const refusals = await rows(file.id, 'refused')
    expect(refusals.map(({ row, issues }) => [row, issues.map(({ code, column }) => [code, column])])).toEqual([
      [2, [['not-an-email', 'Email']]],
      [
        4,
        [
          ['not-a-choice', 'Role'],
          ['not-a-country', 'Country'],
        ],
      ],
      [5, [['nobody', null]]],
    ])
    const csv = (await answer('GET', `/imports/${file.id}/refused.csv`)).body as string
    expect(csv.split('\r\n')[0]).toBe('\u{FEFF}First Name,Email,Role,Country,_row,_outcome,_reason')
    expect(csv).toContain('Cyd,not an address,,,2,refused,')
    expect(csv).toContain('Write it as name@example.com.')
    const report = (await answer('GET', `/imports/${file.id}/report.csv`)).body as string
    expect(report.trim().split('\r\n')).toHaveLength(7)
  })

  it('a refused row that was mended comes in', async () => {
    const api = await testApi()
    const { upload, map, run, answer, all } = importing(api)
    const file = await map(await upload('First Name,Email\nCyd,cyd at acme.example\n'), { invalid: 'refuse' })
    await run(file.id)
    const csv = (await answer('GET', `/imports/${file.id}/refused.csv`)).body as string
    const again = await all(csv.replace('cyd at acme.example', 'cyd@acme.example'))
    expect(again.counts).toMatchObject({ rows: 1, created: 1 })
    expect((await contactsOf(api)).map(({ email }) => email)).toEqual(['cyd@acme.example'])
  })

  it('IM-15 the same file twice changes nothing', async () => {
    const api = await testApi()
    const { all } = importing(api)
    const file =
      'First Name,Last Name,Email,Phone,Company,Tags,Notes,LinkedIn\nAda,Lovelace,ada@acme.example,030 1234567,Acme,vip; maths,Met at the fair,\nNo,Address,,,Acme,,,\nLin,Kedin,,,,,,https://www.linkedin.com/in/lin\n'
    await all(file)
    const before = await contactsOf(api)
    const again = await all(file)
    expect(again.counts).toMatchObject({ rows: 3, created: 0, updated: 0, unchanged: 3 })
    expect(await contactsOf(api)).toEqual(before)
    const [notes] = await api.connection.sql`select count(*)::int as n from activities where type = 'note'`
    expect(notes?.n).toBe(1)
  })

  it('IM-08 IM-09 policies: fill blanks, overwrite, skip, beside; per column; blanks and lists', async () => {
    const api = await testApi()
    const { upload, map, run, all } = importing(api)
    await all('First Name,Last Name,Email,Job title,Department,Tags\nAda,Lovelace,ada@acme.example,,Maths,old\n')
    const update =
      'First Name,Last Name,Email,Job title,Department,Tags\nAdelaide,Lovelace,ADA@acme.example,Countess,,new\n'
    const one = async () => (await contactsOf(api))[0]
    const filled = await run((await map(await upload(update), { onMatch: 'fill' })).id)
    expect(filled.counts).toMatchObject({ updated: 1 })
    expect(await one()).toMatchObject({ firstName: 'Ada', jobTitle: 'Countess', department: 'Maths' })
    expect((await one()).tags).toContain('new')
    expect((await one()).tags).toContain('old')
    await run((await map(await upload(update), { onMatch: 'overwrite' }, { 'First Name': { policy: 'never' } })).id)
    expect(await one()).toMatchObject({ firstName: 'Ada', department: 'Maths' })
    // The mapping of the last time is proposed again, with its exceptions.
    const changes = {
      'First Name': { policy: 'overwrite' as const },
      Department: { blank: 'clear' as const },
      Tags: { list: 'replace' as const },
    }
    await run((await map(await upload(update), { onMatch: 'overwrite' }, changes)).id)
    expect(await one()).toMatchObject({ firstName: 'Adelaide', department: null })
    expect((await one()).tags).not.toContain('old')
    const skipped = await run((await map(await upload(update), { onMatch: 'skip' })).id)
    expect(skipped.counts).toMatchObject({ skipped: 1 })
    const beside = await run((await map(await upload(update), { onMatch: 'create' })).id)
    expect(beside.counts).toMatchObject({ created: 1, warned: 1 })
    expect((await contactsOf(api)).map(({ email }) => email).sort()).toEqual(['ada@acme.example', null])
  })

  it('IM-08 a person twice in a file is one, by the same rule, in the order of the file', async () => {
    const api = await testApi()
    const { all, rows } = importing(api)
    const done = await all(
      'First Name,Email,Job title\nAda,ada@acme.example,\nAda,ada+news@acme.example,Countess\nBob,,\nBob,,\n',
    )
    expect(done.counts).toMatchObject({ rows: 4, created: 2, updated: 1, unchanged: 1 })
    expect(
      (await rows(done.id)).map(({ outcome, issues }) => [outcome, issues.map(({ code, message }) => [code, message])]),
    ).toEqual([
      ['created', []],
      ['updated', [['same-as-row', 'The same person as in row 1.']]],
      ['created', []],
      ['unchanged', [['same-as-row', 'The same person as in row 3.']]],
    ])
  })

  it('IM-07 a row that fits two contacts is for a person to decide', async () => {
    const api = await testApi()
    const { all, rows } = importing(api)
    await all(people)
    const done = await all('First Name,Email,Other emails\nAda,ada@acme.example,bob@acme.example\n')
    expect(done.counts).toMatchObject({ refused: 1 })
    expect((await rows(done.id))[0]?.issues[0]).toMatchObject({ code: 'several-contacts' })
  })

  it('IM-06 asks for the order of days and months before anything is read', async () => {
    const api = await testApi()
    const { upload, answer, map, run } = importing(api)
    const file = await upload('First Name,Email,Created\nAda,ada@acme.example,03/04/2020\n')
    expect(file.questions).toMatchObject([{ column: 2, question: 'date_order' }])
    const refused = await answer('POST', `/imports/${file.id}/run`)
    expect(refused).toMatchObject({
      status: 422,
      body: { type: 'date-order-needed', errors: [{ path: 'columns.2.dateOrder' }] },
    })
    const mapped = await map(file, {}, { Created: { dateOrder: 'dmy' } })
    expect(mapped.columns[2]?.examples).toEqual([{ raw: '03/04/2020', read: '2020-04-03' }])
    await run(file.id)
    expect((await contactsOf(api))[0].createdAt).toBe('2020-04-03T00:00:00.000Z')
  })

  it('IM-06 goes by the order the data settle when the mapping names none', async () => {
    const api = await testApi()
    const { upload, map, run, rows } = importing(api)
    const file = await upload(
      'First Name,Email,Created\nAda,ada@acme.example,12/25/2020\nBob,bob@acme.example,03/04/2020\n',
    )
    expect(file.columns[2]?.dateOrder).toBe('mdy')
    const columns = file.mapping.columns.map(({ target }) => ({ target }))
    await run((await map(file, { columns })).id)
    expect((await contactsOf(api)).map(({ createdAt }) => createdAt.slice(0, 10))).toEqual(['2020-12-25', '2020-03-04'])
    const later = await upload(
      `First Name,Email,Added\n${'Cyd,cyd@acme.example,\n'.repeat(9000)}Dan,dan@acme.example,03/04/2020\n`,
    )
    const done = await run((await map(later, {}, { Added: { target: 'createdAt' } })).id)
    expect((await rows(done.id, 'warned')).map(({ row, issues }) => [row, issues[0]?.code])).toEqual([
      [9001, 'date-order-unknown'],
    ])
  })

  it('leaves out the lines that a program writes below its report', async () => {
    const api = await testApi()
    const { all, rows } = importing(api)
    const done = await all(
      '"First Name","Last Name","Account Name","Account Owner","Email"\n"Ann","Lee","Acme","Jane","ann@acme.example"\n"Cher"\n\n"Contacts & Accounts"\n"Copyright (c) 2000-2024 salesforce.com, inc."\n"Confidential Information - Do Not Distribute"\n"Generated By:  Jane Doe  6/3/2024, 10:15 AM"\n"Acme Inc"\n',
    )
    expect(done.counts).toMatchObject({ rows: 7, created: 2, skipped: 5 })
    expect(new Set((await rows(done.id, 'skipped')).flatMap(({ issues }) => issues.map(({ code }) => code)))).toEqual(
      new Set(['not-a-row']),
    )
    expect((await contactsOf(api)).map(({ firstName }) => firstName)).toEqual(['Cher', 'Ann'])
  })

  it('IM-08 moves nobody from one company to another of the same name', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const { all } = importing(api)
    await all('First Name,Email,Company\nAda,ada@one.example,Acme\nBob,bob@two.example,Bolt\n')
    await sql`update companies set name = 'Acme' where name = 'Bolt'`
    const held = () => sql`select id, company_id from contacts order by id`
    const before = await held()
    const again = 'First Name,Email,Company\nAda,ada@one.example,ACME\nBob,bob@two.example,ACME\n'
    expect((await all(again, { onMatch: 'overwrite' })).counts).toMatchObject({ unchanged: 2 })
    expect(await held()).toEqual(before)
  })

  it('IM-08 reads numbers by the country of the same row, wherever its column stands', async () => {
    const api = await testApi()
    const { all } = importing(api)
    const field = { entity: 'contact', label: 'Direct', type: 'phone' }
    await api.as(admin)({ method: 'POST', url: '/api/v1/custom-fields', payload: field })
    await all('First Name,Email\nAda,ada@acme.example\n')
    await all('First Name,Email,Phone,Direct,Country\nAda,ada@acme.example,030 1234567,030 7654321,Germany\n')
    expect((await contactsOf(api))[0]).toMatchObject({
      phone: '+49301234567',
      customFields: { direct: '+49307654321' },
    })
  })

  it('IM-10 a value that is no choice is decided once for all rows', async () => {
    const api = await testApi()
    const { upload, map, preview, run } = importing(api)
    const ask = api.as(admin)
    await ask({
      method: 'POST',
      url: '/api/v1/custom-fields',
      payload: { entity: 'contact', label: 'Level', type: 'single_choice', choices: [{ label: 'Gold' }] },
    })
    const file = await upload('First Name,Level,Role\nAda,gold,Boss\nBob,Platinum,Boss\nCyd,Tin,\nDan,Tin,\n')
    const checked = await preview(file.id)
    expect(checked.preview?.unknownChoices).toEqual([
      { column: 2, values: [{ value: 'Boss', rows: 2 }] },
      {
        column: 1,
        values: [
          { value: 'Tin', rows: 2 },
          { value: 'Platinum', rows: 1 },
        ],
      },
    ])
    const mapped = await map(
      checked,
      {},
      {
        Level: { choices: { Platinum: { create: 'Platinum' }, Tin: 'refuse' } },
        Role: { choices: { Boss: { choice: 'decision_maker' } } },
      },
    )
    const done = await run(mapped.id)
    expect(done.counts).toMatchObject({ created: 2, refused: 2, warned: 0 })
    const [ada, bob] = await contactsOf(api)
    expect([ada.role, bob.role]).toEqual(['decision_maker', 'decision_maker'])
    expect(Object.keys(bob.customFields)).toHaveLength(1)
  })

  it('a column makes a custom field on the spot, and its values are one of a kind from then on', async () => {
    const api = await testApi()
    const { all, upload } = importing(api)
    const hubspot = 'Record ID,First Name,Last Name,Email\n00100,Ada,Lovelace,ada@acme.example\n'
    expect((await upload(hubspot)).mapping.columns[0]).toEqual({
      target: 'new',
      field: { label: 'HubSpot ID', type: 'text', unique: true },
    })
    await all(hubspot)
    expect((await contactsOf(api))[0].customFields).toEqual({ hubspotId: '00100' })
    const moved = await all('Record ID,First Name,Last Name,Email\n00100,Ada,King,ada@home.example\n', {
      onMatch: 'overwrite',
    })
    expect(moved.counts).toMatchObject({ updated: 1, created: 0 })
    expect(await contactsOf(api)).toMatchObject([
      { lastName: 'King', email: 'ada@home.example', aliases: ['ada@acme.example'] },
    ])
  })

  it('remembers the mapping for files of the same headers', async () => {
    const api = await testApi()
    const { upload, map, run } = importing(api)
    const file = await upload('Name des Kunden,Mail\nAda Lovelace,ada@acme.example\n')
    const mapped = await map(file, { onMatch: 'overwrite' }, { 'Name des Kunden': { target: 'fullName' } })
    await run(mapped.id)
    const again = await upload('Name des Kunden,Mail\nBob Stone,bob@acme.example\n')
    expect(again).toMatchObject({
      mappingFrom: 'saved',
      mapping: { onMatch: 'overwrite', columns: [{ target: 'fullName' }, { target: 'email' }] },
    })
  })

  it('IM-15 pauses, goes on, is cancelled; asked twice it runs once', async () => {
    const api = await testApi()
    const { upload, answer, read, run } = importing(api)
    const { db, sql, secrets } = api.services
    const context = { db, sql, secrets, now: () => new Date() }
    const rows = Array.from({ length: 12_000 }, (_, n) => `P${n},p${n}@acme.example`).join('\n')
    const file = await upload(`First Name,Email\n${rows}\n`)
    await answer('POST', `/imports/${file.id}/run`)
    await answer('POST', `/imports/${file.id}/run`)
    const running = runImport(context, file.id)
    for (;;) {
      const [row] = await sql`select rows from imports where id = ${file.id}`
      if (row?.rows >= 2500) break
      await sleep(20)
    }
    await answer('POST', `/imports/${file.id}/pause`)
    await running
    const paused = await read(file.id)
    expect(paused.state).toBe('paused')
    expect(paused.counts.rows % 2500).toBe(0)
    const done = await run(file.id)
    expect(done).toMatchObject({ state: 'done', counts: { rows: 12_000, created: 12_000 } })
    const [counted] = await sql`select count(*)::int as n from contacts`
    expect(counted?.n).toBe(12_000)
    expect((await answer('POST', `/imports/${file.id}/run`)).body.type).toBe('import-not-ready')
  })

  it('IM-20 two imports at once take turns and lose nothing', async () => {
    const api = await testApi()
    const { upload, answer, read } = importing(api)
    const { db, sql, secrets } = api.services
    const context = { db, sql, secrets, now: () => new Date() }
    const file = (letter: string) =>
      `First Name,Email,Company\n${Array.from({ length: 6000 }, (_, n) => `${letter}${n},p${n}@acme.example,Firm ${n % 50}`).join('\n')}\n`
    const [a, b] = [await upload(file('A')), await upload(file('B'))]
    for (const { id } of [a, b]) await answer('POST', `/imports/${id}/run`)
    await Promise.all([runImport(context, a.id), runImport(context, b.id)])
    const counts = [(await read(a.id)).counts, (await read(b.id)).counts]
    expect(counts.map(({ created }) => created).sort()).toEqual([0, 6000])
    expect(counts.map(({ unchanged }) => unchanged).sort()).toEqual([0, 6000])
    const [companies] = await sql`select count(*)::int as n from companies`
    expect(companies?.n).toBe(50)
  })

  it('IM-19 belongs to who uploaded it: a rep sees no other’s, and makes no fields', async () => {
    const api = await testApi()
    const mine = importing(api)
    const theirs = importing(api, rep)
    const file = await mine.upload(people)
    expect((await theirs.answer('GET', `/imports/${file.id}`)).status).toBe(404)
    expect((await theirs.answer('POST', `/imports/${file.id}/run`)).status).toBe(404)
    expect((await theirs.answer('GET', '/imports')).body.items).toEqual([])
    const own = await theirs.upload(people)
    const columns = own.mapping.columns.with(0, { target: 'new', field: { label: 'X', type: 'text' } })
    expect((await theirs.answer('PUT', `/imports/${own.id}/mapping`, { ...own.mapping, columns })).status).toBe(403)
    expect((await mine.answer('GET', '/imports')).body.items).toHaveLength(2)
  })

  it('deletes what never ran, and forgets files after thirty days', async () => {
    const api = await testApi()
    const { upload, run, answer, read } = importing(api)
    const file = await upload(people)
    expect((await answer('DELETE', `/imports/${file.id}`)).status).toBe(204)
    expect((await answer('GET', `/imports/${file.id}`)).status).toBe(404)
    const other = await upload(people)
    await run(other.id)
    await answer('DELETE', `/imports/${other.id}`)
    expect(await read(other.id)).toMatchObject({ fileKeptUntil: null, sample: [], counts: { created: 2 } })
    const [parts] = await api.connection.sql`select count(*)::int as n from import_file_parts`
    expect(parts?.n).toBe(0)
  })
})

const sqlColumns = `first_name, last_name, phone, phone_display, mobile, mobile_display, phone_country, job_title, department, role, chosen_status,
  status, source, linkedin, country, search_text, sort_name, sort_email, sort_company, sort_title, sort_department, sort_source, law_country, law_basis`

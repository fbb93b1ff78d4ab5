import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../db/client.ts'
import { checkDue } from '../../../server/duplicates/check-due.ts'
import { scanEverybody } from '../../../server/duplicates/scan.ts'
import type { DuplicateGroups, DuplicateMatches, DuplicatesOfContact } from '../../../server/duplicates/schema.ts'
import { makePeople } from '../../fixtures/people.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { freshDatabase } from '../database.ts'

const { signal } = new AbortController()
const dataProtection = { ...rep, oid: '22222222-0000-4000-8000-000000000007', name: 'Dora', roles: ['DataProtection'] }

async function scan({ db, sql }: Connection): Promise<void> {
  const [row] = await sql<{ id: string }[]>`insert into duplicate_scans default values returning id`
  await scanEverybody({ db, threads: 1, stop: signal }, row?.id as string)
}

async function drain({ db }: Connection): Promise<void> {
  while ((await checkDue(db)) > 0);
}

async function add({ as }: TestApi, payload: object): Promise<string> {
  const answer = await as(rep)({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { duplicates: 'allow', ...payload },
  })
  expect([answer.status, answer.body.detail]).toEqual([201, undefined])
  return answer.body.id
}

const groups = async ({ as }: TestApi, query = ''): Promise<DuplicateGroups> => {
  const { status, body } = await as(rep)({ url: `/api/v1/duplicates${query}` })
  expect(status).toBe(200)
  return body
}

const of = async ({ as }: TestApi, id: string): Promise<DuplicatesOfContact['items']> =>
  (await as(rep)({ url: `/api/v1/contacts/${id}/duplicates` })).body.items

const dismiss = ({ as }: TestApi, ...contactIds: string[]) =>
  as(rep)({ method: 'POST', url: '/api/v1/duplicates/dismissals', payload: { contactIds } })

const patch = async ({ as }: TestApi, id: string, change: object) => {
  const { body } = await as(rep)({ url: `/api/v1/contacts/${id}` })
  const answer = await as(rep)({
    method: 'PATCH',
    url: `/api/v1/contacts/${id}`,
    payload: { version: body.version, ...change },
  })
  expect([answer.status, answer.body.detail]).toEqual([200, undefined])
}

const anna = { firstName: 'Anneke', lastName: 'Vloet', company: 'Waalwijk BV', phone: '+31 20 794 1234' }

async function insertPeople({ sql }: Connection, count: number, seed: number): Promise<void> {
  const people = makePeople(count, seed)
  const companies = [...new Set(people.flatMap(({ company }) => company ?? []))]
  await sql`insert into companies ${sql(companies.map((name) => ({ name })))}`
  const taken = new Set<string>()
  for (const { firstName, lastName, email, phone, company } of people) {
    const [row] = await sql<{ id: string }[]>`insert into contacts (first_name, last_name, phone, company_id)
      values (${firstName}, ${lastName}, ${phone}, (select id from companies where name = ${company})) returning id`
    if (!email || taken.has(email)) continue
    taken.add(email)
    await sql`insert into contact_addresses (address, contact_id, display, plain, is_primary)
      values (${email}, ${row?.id as string}, ${email}, ${email.includes('+') ? email.replace(/\+.*@/, '@') : null}, true)`
  }
}

const openPairs = async ({ sql }: Connection) =>
  (await sql`select first_id, second_id, certainty, score from duplicate_pairs where state = 'open' order by 1, 2`).map(
    (row) => `${row.first_id} ${row.second_id} ${row.certainty} ${Number(row.score).toFixed(4)}`,
  )

const groupsInDatabase = async ({ sql }: Connection) =>
  (
    await sql`select array_agg(m.contact_id order by m.contact_id) as members, g.certainty, g.size from duplicate_groups g
      join duplicate_members m on m.group_id = g.id group by g.id order by 1`
  ).map((row) => `${row.members} ${row.certainty} ${row.size}`)

describe('finding duplicates', () => {
  it('ME-02 finds by a look at each contact what a scan of all finds', async () => {
    const connection = await freshDatabase()
    await insertPeople(connection, 400, 3)
    await scan(connection)
    const scanned = await openPairs(connection)
    const grouped = await groupsInDatabase(connection)
    expect(scanned.length).toBeGreaterThan(20)
    await connection.sql`delete from duplicate_pairs`
    await connection.sql`delete from duplicate_groups`
    await connection.sql`insert into duplicate_due (contact_id) select id from contacts`
    await drain(connection)
    expect(await openPairs(connection)).toEqual(scanned)
    expect(await groupsInDatabase(connection)).toEqual(grouped)
  }, 60_000)

  it('finds a new contact and one that changed within a look, and lets go of what no longer fits', async () => {
    const api = await testApi()
    const { connection } = api
    const first = await add(api, anna)
    await drain(connection)
    const second = await add(api, { ...anna, lastName: 'Vloot' })
    await drain(connection)
    const [group] = (await groups(api)).items
    expect(group?.contacts.map(({ id }) => id).sort()).toEqual([first, second].sort())
    expect(group?.primary.because).toMatch(/oldest/)
    expect((await of(api, first)).map(({ contact }) => contact.id)).toEqual([second])
    await patch(api, second, {
      firstName: 'Carsten',
      lastName: 'Oberhuber',
      phone: '+31 20 794 9999',
      company: 'Elders',
    })
    await drain(connection)
    expect((await groups(api)).items).toEqual([])
    expect(await of(api, first)).toEqual([])
  })

  it('keeps on an edit what a scan found among more near names than one look weighs, and finds the same name first', async () => {
    const api = await testApi()
    const { connection } = api
    const letters = [...'bcdfghklmnprst']
    const others = letters
      .flatMap((x) => letters.map((y) => `${x}u${y}`))
      .filter((name) => !['zuk', 'xur'].includes(name))
    const more = letters.map((x) => `${x}or`)
    await connection.sql`insert into contacts ${connection.sql([...others, ...more].map((name) => ({ first_name: 'Anna', last_name: name })))}`
    const work = { company: 'Zonderling BV' }
    const zuk = await add(api, { firstName: 'Anna', lastName: 'Zuk', ...work })
    const zukk = await add(api, { firstName: 'Anna', lastName: 'Zukk', ...work })
    const first = await add(api, { firstName: 'Anna', lastName: 'Xur' })
    const second = await add(api, { firstName: 'Anna', lastName: 'Xur' })
    await scan(connection)
    const partners = async (id: string) => (await of(api, id)).map(({ contact }) => contact.id)
    expect([await partners(zuk), await partners(first)]).toEqual([[zukk], [second]])
    for (const id of [zuk, first]) await patch(api, id, { jobTitle: 'Buyer', mobile: '+31 6 1234 5678' })
    await drain(connection)
    expect([await partners(zuk), await partners(first)]).toEqual([[zukk], [second]])
    const draft = { firstName: 'Anna', lastName: 'Xur' }
    const { body } = await api.as(rep)({ method: 'POST', url: '/api/v1/duplicates/check', payload: draft })
    expect(body.items.map(({ contact }: { contact: { id: string } }) => contact.id).sort()).toEqual(
      [first, second].sort(),
    )
  })

  it('says in words what speaks for a pair and what against', async () => {
    const api = await testApi()
    await add(api, { ...anna, linkedin: 'anneke-vloet' })
    await add(api, { ...anna, firstName: 'Aneke', phone: '+31 20 794 5678', linkedin: 'anneke-vloet' })
    await drain(api.connection)
    const [pair] = (await groups(api)).items[0]?.pairs ?? []
    expect(pair?.reasons.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'The same LinkedIn profile',
        'The same company: waalwijk',
        expect.stringContaining('Names that differ in a letter or two: An'),
        'Different phone numbers',
      ]),
    )
    expect(pair?.reasons.every(({ weight, detail }) => (detail === 'different' ? weight < 0 : weight > 0))).toBe(true)
  })

  it('never calls two people certain or likely for their name alone', async () => {
    const api = await testApi()
    await add(api, { firstName: 'Xaverius', lastName: 'Quintanilha' })
    await add(api, { firstName: 'Xaverius', lastName: 'Quintanilha' })
    await drain(api.connection)
    expect((await groups(api)).items.map(({ certainty }) => certainty)).toEqual(['possible'])
  })

  it('keeps pages in order, each group once', async () => {
    const connection = await freshDatabase()
    await insertPeople(connection, 300, 8)
    await scan(connection)
    const api = await testApi()
    await add(api, anna)
    await add(api, anna)
    await add(api, { firstName: 'Piet', lastName: 'Hein', phone: '+31 20 794 0000', company: 'Vloot BV' })
    await add(api, { firstName: 'Piet', lastName: 'Heijn', phone: '+31 20 794 0000', company: 'Vloot BV' })
    await drain(api.connection)
    const one = await groups(api, '?limit=1')
    const two = await groups(api, `?limit=1&cursor=${one.nextCursor}`)
    expect([...one.items, ...two.items].map(({ id }) => id)).toEqual((await groups(api)).items.map(({ id }) => id))
    expect(two.nextCursor).toBeNull()
    expect((await api.as(rep)({ url: '/api/v1/duplicates?cursor=bm8' })).status).toBe(422)
  }, 30_000)
})

describe('«not a duplicate»', () => {
  it('ME-03 is remembered, by a look and by a scan, until a strong reason is new', async () => {
    const api = await testApi()
    const { connection } = api
    const [one, other] = [await add(api, anna), await add(api, { ...anna, phone: null })]
    await drain(connection)
    expect((await groups(api)).items).toHaveLength(1)
    expect((await dismiss(api, one, other)).status).toBe(204)
    expect((await groups(api)).items).toEqual([])
    await patch(api, other, { jobTitle: 'Buyer', country: 'NL' })
    await drain(connection)
    await scan(connection)
    expect((await groups(api)).items).toEqual([])
    await patch(api, other, { phone: anna.phone })
    await drain(connection)
    expect((await groups(api)).items).toHaveLength(1)
  })

  it('of some of a group leaves the others together', async () => {
    const api = await testApi()
    const ids = [await add(api, anna), await add(api, anna), await add(api, { ...anna, lastName: 'Vloed' })]
    await drain(api.connection)
    expect((await groups(api)).items.map(({ contacts }) => contacts.length)).toEqual([3])
    await dismiss(api, ids[0] as string, ids[2] as string)
    await dismiss(api, ids[1] as string, ids[2] as string)
    const [group] = (await groups(api)).items
    expect(group?.contacts.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort())
  })

  it('is said of a whole group by its id', async () => {
    const api = await testApi()
    for (const lastName of ['Vloet', 'Vloet', 'Vloed']) await add(api, { ...anna, lastName })
    await drain(api.connection)
    const [group] = (await groups(api)).items
    const url = `/api/v1/duplicates/${group?.id}/dismiss`
    expect((await api.as(dataProtection)({ method: 'POST', url })).status).toBe(403)
    expect((await api.as(rep)({ method: 'POST', url })).status).toBe(204)
    expect((await groups(api)).items).toEqual([])
    expect((await api.as(rep)({ method: 'POST', url })).status).toBe(404)
  })

  it('ME-16 is said again where somebody else of the group goes at the same time', async () => {
    const api = await testApi()
    const [one, two, three] = [await add(api, anna), await add(api, anna), await add(api, { ...anna, phone: null })]
    await drain(api.connection)
    let saying: ReturnType<typeof dismiss> | undefined
    await api.connection.sql.begin(async (sql) => {
      await sql`delete from contacts where id = ${three as string}`
      saying = dismiss(api, one as string, two as string)
      await new Promise((resolve) => setTimeout(resolve, 400))
    })
    expect((await saying)?.status).toBe(204)
    expect((await groups(api)).items).toEqual([])
  })

  it('answers 404 for who is gone, and only writers may say it', async () => {
    const api = await testApi()
    const one = await add(api, anna)
    expect((await dismiss(api, one, '01900000-0000-7000-8000-000000000000')).status).toBe(404)
    const { status } = await api.as(dataProtection)({
      method: 'POST',
      url: '/api/v1/duplicates/dismissals',
      payload: { contactIds: [one, one] },
    })
    expect(status).toBe(403)
  })
})

describe('before a contact is saved', () => {
  it('ME-20 shows who it may be while somebody types', async () => {
    const api = await testApi()
    const id = await add(api, { ...anna, email: 'anneke@waalwijk.example' })
    await drain(api.connection)
    const check = async (payload: object): Promise<DuplicateMatches['items']> =>
      (await api.as(rep)({ method: 'POST', url: '/api/v1/duplicates/check', payload })).body.items
    expect(
      (await check({ firstName: 'Anneke', lastName: 'Vlot', company: 'Waalwijk' })).map((m) => m.contact.id),
    ).toEqual([id])
    expect((await check({ email: 'anneke+news@waalwijk.example' }))[0]?.certainty).toBe('certain')
    expect(await check({ firstName: 'Anneke', lastName: 'Vlot', company: 'Waalwijk', contactId: id })).toEqual([])
    expect(await check({ firstName: 'Jonas' })).toEqual([])
    expect(await check({})).toEqual([])
  })

  it('ME-20 refuses a likely duplicate with who it is, unless it is asked for', async () => {
    const api = await testApi()
    const id = await add(api, anna)
    const create = (payload: object) => api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload })
    const refused = await create(anna)
    expect([refused.status, refused.body.type]).toEqual([409, 'possible-duplicate'])
    expect(refused.body.matches[0].contact.id).toBe(id)
    expect(await api.connection.sql`select id from contacts`).toHaveLength(1)
    expect(refused.body.matches[0].reasons.map(({ text }: { text: string }) => text)).toContain(
      'The same phone number: +31 207941234',
    )
    expect((await create({ firstName: 'Anneke', lastName: 'Vloet' })).status).toBe(201)
    expect((await create({ ...anna, duplicates: 'allow' })).status).toBe(201)
  })
})

describe('a scan', () => {
  it('is asked for by managers and administrators, once at a time, and says how far it is', async () => {
    const api = await testApi()
    const ask = (person: typeof rep) => api.as(person)({ method: 'POST', url: '/api/v1/duplicates/scans' })
    expect((await ask(rep)).status).toBe(403)
    expect((await api.as(rep)({ url: '/api/v1/duplicates/scans/latest' })).body).toEqual({ scan: null })
    const first = await ask(admin)
    expect([first.status, first.body.state]).toEqual([202, 'queued'])
    expect((await ask(admin)).body.id).toBe(first.body.id)
    const again = await api.as(admin)({ method: 'POST', url: '/api/v1/duplicates/scan' })
    expect([again.status, again.body.id]).toEqual([202, first.body.id])
    await add(api, anna)
    await add(api, anna)
    await scanEverybody({ db: api.connection.db, threads: 1, stop: signal }, first.body.id)
    const { scan: done } = (await api.as(rep)({ url: '/api/v1/duplicates/scans/latest' })).body
    expect(done).toMatchObject({ state: 'done', step: null, contacts: 2, names: 1, candidates: 1, suggested: 1 })
  })

  it('leaves marks that came while it worked, and takes those it saw', async () => {
    const connection = await freshDatabase()
    await insertPeople(connection, 50, 2)
    const [{ id = '' } = {}] = await connection.sql<{ id: string }[]>`select id from contacts limit 1`
    await connection.sql`create function later() returns trigger language plpgsql as $$ begin
      update contacts set first_name = 'Later' where id = (select id from contacts order by id limit 1); return null; end $$`
    await connection.sql`create trigger later after delete on duplicate_groups for each statement execute function later()`
    await scan(connection)
    const left = await connection.sql`select contact_id from duplicate_due`
    const [first] = await connection.sql`select id from contacts order by id limit 1`
    expect(left.map((row) => row.contact_id)).toEqual([first?.id])
    expect(id).not.toBe('')
  })

  it('done twice comes to the same', async () => {
    const connection = await freshDatabase()
    await insertPeople(connection, 200, 4)
    await scan(connection)
    const once = [await openPairs(connection), await groupsInDatabase(connection)]
    await scan(connection)
    expect([await openPairs(connection), await groupsInDatabase(connection)]).toEqual(once)
  })
})

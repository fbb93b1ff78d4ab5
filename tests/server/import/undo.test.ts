import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { admin, testApi } from '../api.ts'
import { contactsOf, importing } from './importing.ts'

const facts = ({
  firstName,
  lastName,
  email,
  aliases,
  phone,
  jobTitle,
  company,
  tags,
  customFields,
  consent,
  ownerId,
}: Record<string, unknown> & { company: unknown; consent: unknown }) => ({
  firstName,
  lastName,
  email,
  aliases,
  phone,
  jobTitle,
  company,
  tags,
  customFields,
  consent,
  ownerId,
})

describe('undoing an import', () => {
  it('IM-16 removes what it made and restores what it changed, to the letter', async () => {
    const api = await testApi()
    const { all, upload, map, run, undo, answer } = importing(api)
    await all(
      'First Name,Last Name,Email,Phone,Company,Tags\nAda,Lovelace,ada@acme.example,030 1234567,Acme,old\nBob,Stone,bob@acme.example,,Acme,\n',
    )
    const before = await contactsOf(api)
    const file = await upload(
      'First Name,Last Name,Email,Other emails,Phone,Job title,Company,Tags,Country,Consent status\nAugusta,King,ada@new.example,ada@acme.example,030 7654321,Countess,Engines Ltd,new,GB,\n,,bob@acme.example,,,Builder,,,,\nNew,Person,new@engines.example,,,,Engines Ltd,new,,\n',
    )
    await run((await map(file, { onMatch: 'overwrite' })).id)
    expect((await contactsOf(api)).map(({ firstName, email }) => [firstName, email])).toEqual([
      ['Augusta', 'ada@new.example'],
      ['New', 'new@engines.example'],
      ['Bob', 'bob@acme.example'],
    ])
    const undone = await undo(file.id)
    expect(undone).toMatchObject({ state: 'undone', undo: { removed: 1, restored: 2, leftCount: 0 } })
    expect((await contactsOf(api)).map(facts)).toEqual(before.map(facts))
    const left = await api.connection
      .sql`select name from companies union all select name from tags where name = ${file.tag}`
    expect(left.map(({ name }) => name)).toEqual(['Acme'])
    expect((await answer('POST', `/imports/${file.id}/run`)).body.type).toBe('import-not-ready')
    expect((await answer('POST', `/imports/${file.id}/undo`)).status).toBe(202)
  })

  it('IM-16 leaves what somebody worked with since, and says why', async () => {
    const api = await testApi()
    const { all, upload, map, run, undo } = importing(api)
    const ask = api.as(admin)
    await all('First Name,Email\nOld,old@acme.example\n')
    const file = await upload(
      'First Name,Email,Job title\nOlder,old@acme.example,Chief\nEdited,edited@acme.example,\nNoted,noted@acme.example,\nPlain,plain@acme.example,\n',
    )
    await run((await map(file, { onMatch: 'overwrite' })).id)
    const byName = async (name: string) => (await contactsOf(api)).find(({ firstName }) => firstName === name)
    const edited = await byName('Edited')
    await ask({
      method: 'PATCH',
      url: `/api/v1/contacts/${edited.id}`,
      payload: { version: edited.version, jobTitle: 'Buyer' },
    })
    await ask({
      method: 'POST',
      url: `/api/v1/contacts/${(await byName('Noted')).id}/activities`,
      payload: { type: 'note', summary: 'Spoke to them' },
    })
    const old = await byName('Older')
    await ask({
      method: 'PATCH',
      url: `/api/v1/contacts/${old.id}`,
      payload: { version: old.version, jobTitle: 'Queen' },
    })
    const undone = await undo(file.id)
    expect(undone.undo).toMatchObject({ removed: 1, restored: 1, leftCount: 3 })
    expect(undone.undo?.left.map(({ contact, reasons }) => [contact.name, reasons]).sort()).toEqual([
      ['Edited', ['Somebody changed the contact since.']],
      ['Noted', ['Somebody logged something on the timeline.']],
      ['Older', ['Somebody changed jobTitle since.']],
    ])
    expect((await contactsOf(api)).map(({ firstName, jobTitle }) => [firstName, jobTitle])).toEqual([
      ['Edited', 'Buyer'],
      ['Noted', null],
      ['Old', 'Queen'],
    ])
  })

  it('IM-16 takes the notes of the import away, and says that an address stays marked as bounced', async () => {
    const api = await testApi()
    const { all, upload, map, run, undo } = importing(api)
    await all('First Name,Email\nAda,ada@x.example\nBob,bob@x.example\nCyd,cyd@x.example\n')
    const notes = async () =>
      (await api.connection.sql`select summary from activities where type = 'note' order by 1`).map(
        ({ summary }) => summary,
      )
    const file = await upload(
      'First Name,Email,Notes,Status\nAda,ada@x.example,met,\nBob,bob@x.example,called,\nCyd,cyd@x.example,,bounced\n',
    )
    await run((await map(file, {})).id)
    expect(await notes()).toEqual(['called', 'met'])
    await api.connection.sql`update activities set edited_at = now() where summary = 'called'`
    const undone = await undo(file.id)
    expect(await notes()).toEqual(['called'])
    expect(undone.undo?.left.map(({ contact, reasons }) => [contact.name, reasons]).toSorted()).toEqual([
      ['Bob', ['Somebody edited or moved a note since.']],
      ['Cyd', ['An address that bounced stays marked, whatever it came from.']],
    ])
    const [ada] = await contactsOf(api)
    expect([ada.firstName, ada.lastActivityAt]).toEqual(['Ada', null])
  })

  it('IM-16 takes consent back that the import gave, but no opt-out', async () => {
    const api = await testApi()
    const { all, upload, map, run, undo } = importing(api)
    const ask = api.as(admin)
    await all('First Name,Email\nAda,ada@x.example\nBob,bob@x.example\n')
    const [ada] = await contactsOf(api)
    const implied = { status: 'opted_in', type: 'implied', event: 'purchase', eventAt: '2026-05-01T00:00:00Z' }
    expect(
      (await ask({ method: 'POST', url: `/api/v1/contacts/${ada.id}/consent`, payload: implied })).status,
    ).toBeLessThan(300)
    const attestation = { text: 'They all signed the list at the fair.', source: 'Fair', date: '2026-06-01' }
    const file = await upload(
      'First Name,Email,Consent status\nAda,ada@x.example,unsubscribed\nBob,bob@x.example,opted in\n',
    )
    await run((await map(file, { attestation })).id)
    expect((await contactsOf(api)).map(({ consent }) => consent.status)).toEqual(['opted_out', 'opted_in'])
    const undone = await undo(file.id)
    expect((await contactsOf(api)).map(({ consent }) => [consent.status, consent.type])).toEqual([
      ['opted_out', 'imported'],
      ['unknown', 'imported'],
    ])
    expect(undone.undo?.left.map(({ contact, reasons }) => [contact.name, reasons])).toEqual([
      ['Ada', ['An opt-out stays, whatever it came from.']],
    ])
    const entries = await api.connection.db.execute(sql`select count(*)::int as n from consent_entries`)
    expect(entries[0]?.n).toBe(6)
  })
})

import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'
import { contactsOf, importing } from './importing.ts'

const protection = { ...admin, oid: '33333333-3333-4333-8333-333333333333', roles: ['DataProtection'] }

describe('consent in files', () => {
  it('IM-11 is Unknown and Imported, unless the row or a person with the right proves more', async () => {
    const api = await testApi()
    const { upload, map, run, rows, answer } = importing(api)
    const file = await upload(
      'First Name,Email,Consent status,Consent date\nAda,ada@x.example,opted in,2024-05-01\nBob,bob@x.example,opted out,2024-05-01\nCyd,cyd@x.example,pending,\nDan,dan@x.example,,\n',
    )
    await run(file.id)
    const consents = async () => (await contactsOf(api)).map(({ consent }) => [consent.status, consent.type])
    expect(await consents()).toEqual([
      ['unknown', 'imported'],
      ['opted_out', 'imported'],
      ['pending', 'imported'],
      ['unknown', 'imported'],
    ])
    expect((await rows(file.id, 'warned')).map(({ row, issues }) => [row, issues[0]?.code])).toEqual([
      [1, 'opt-in-without-evidence'],
    ])
    const [entry] = await api.connection
      .sql`select status, type, route, source, evidence from consent_entries where status = 'opted_out'`
    expect(entry).toMatchObject({
      type: 'imported',
      route: 'import',
      source: 'Import: people',
      evidence: { import: file.id, row: 2 },
    })
    const attestation = {
      text: 'Signed up at our stand with the form kept in the office.',
      source: 'Fair 2024',
      date: '2024-05-02',
    }
    const again = await map(
      await upload(
        'First Name,Email,Consent status\nAda,ada@x.example,yes\nBob,bob@x.example,yes\nEve,eve@x.example,yes\n',
      ),
      { attestation },
    )
    const done = await run(again.id)
    expect(
      (await contactsOf(api)).map(({ firstName, consent }) => [
        firstName,
        consent.status,
        consent.type,
        consent.proven,
      ]),
    ).toEqual([
      ['Ada', 'opted_in', 'explicit', true],
      ['Bob', 'opted_out', 'imported', true],
      ['Cyd', 'pending', 'imported', true],
      ['Dan', 'unknown', 'imported', true],
      ['Eve', 'opted_in', 'explicit', true],
    ])
    expect(done.counts).toMatchObject({ created: 1, updated: 1, unchanged: 1, warned: 1 })
    const theirs = importing(api, rep)
    const own = await theirs.upload('First Name,Email\nX,x@x.example\n')
    expect((await theirs.answer('PUT', `/imports/${own.id}/mapping`, { ...own.mapping, attestation })).body.type).toBe(
      'attestation-not-allowed',
    )
    const defaults = { ...own.mapping, defaults: { consentStatus: 'opted_in' } }
    expect((await answer('PUT', `/imports/${own.id}/mapping`, defaults)).status).toBe(200)
    expect((await answer('POST', `/imports/${own.id}/run`)).body.errors[0].path).toBe('attestation')
  })

  it('IM-11 takes a confirmed double opt-in and an opt-out with their own instants', async () => {
    const api = await testApi()
    const { all } = importing(api)
    await all(
      'Email Address,First Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,TAGS\nada@x.example,Ada,2,2016-04-18 13:50:00,203.0.113.7,2016-04-18 13:51:14,203.0.113.7,1,"""VIP"",""Blog, news"""\n',
    )
    const [ada] = await contactsOf(api)
    expect(ada.consent).toMatchObject({
      status: 'opted_in',
      type: 'explicit',
      date: '2016-04-18T13:51:14.000Z',
      proven: true,
    })
    expect(ada.tags).toEqual(expect.arrayContaining(['VIP', 'Blog, news']))
    await all('Email Address,First Name,UNSUB_TIME,MEMBER_RATING,LEID\nada@x.example,Ada,2020-01-02 03:04:05,2,1\n')
    expect((await contactsOf(api))[0].consent).toMatchObject({ status: 'opted_out', date: '2020-01-02T03:04:05.000Z' })
    expect((await contactsOf(api))[0].status).toBe('unsubscribed')
  })

  it('IM-11 takes an address that a program cleaned out as bounced, and no opt-in from it', async () => {
    const api = await testApi()
    const { all } = importing(api)
    await all(
      'Email Address,First Name,MEMBER_RATING,CONFIRM_TIME,CONFIRM_IP,CLEAN_TIME,LEID\nada@x.example,Ada,2,2016-04-18 13:51:14,203.0.113.7,2020-05-05 10:00:00,1\nbob@x.example,Bob,2,2016-04-18 13:51:14,203.0.113.7,,2\n',
    )
    expect((await contactsOf(api)).map(({ status, consent }) => [status, consent.status])).toEqual([
      ['bounced', 'unknown'],
      ['active', 'opted_in'],
    ])
  })

  it('IM-12 IM-15 forgets the rows also where it was stopped in the middle of that', async () => {
    const api = await testApi()
    const ask = api.as(protection)
    await ask({
      method: 'POST',
      url: '/api/v1/suppressions',
      payload: { email: 'gone@qqsecret.example', reason: 'erased' },
    })
    const { upload, run, rows, read } = importing(api)
    const file = await upload('First Name,Email\nAda,ada@x.example\nZacharias,gone@qqsecret.example\n')
    await api.connection
      .sql`insert into import_file_parts (import_id, edition, part, bytes) select import_id, edition + 1, part, bytes from import_file_parts`
    expect((await run(file.id)).state).toBe('done')
    expect((await rows(file.id)).map(({ cells }) => cells[0] ?? '')).toEqual(['Ada', ''])
    expect((await read(file.id)).counts).toMatchObject({ created: 1, skipped: 1 })
  })

  it('IM-12 who is on the suppression list does not come in, and nothing of them is kept', async () => {
    const api = await testApi()
    const ask = api.as(protection)
    for (const [email, reason] of [
      ['gone@qqsecret.example', 'erased'],
      ['never@qqsecret.example', 'suppressed'],
    ]) {
      const { status, body } = await ask({ method: 'POST', url: '/api/v1/suppressions', payload: { email, reason } })
      expect([status, body.reason]).toEqual([201, reason])
    }
    expect(
      (await api.as(rep)({ method: 'POST', url: '/api/v1/suppressions', payload: { email: 'a@b.example' } })).status,
    ).toBe(403)
    const { upload, preview, run, rows, answer, read } = importing(api)
    const file = await upload(
      'First Name,Last Name,Email,Notes\nAda,Fine,ada@x.example,hello\nZacharias,Xylander,Gone+tag@QQsecret.example,their qqnote\nOther,Yngvarson,never@qqsecret.example,more qqnote\n',
    )
    expect((await preview(file.id)).preview?.counts).toMatchObject({ created: 1, skipped: 2 })
    expect((await run(file.id)).counts).toMatchObject({ created: 1, skipped: 2 })
    expect((await rows(file.id, 'skipped')).map(({ issues, cells }) => [issues[0]?.code, cells.join('')])).toEqual([
      ['erased', ''],
      ['suppressed', ''],
    ])
    const report = (await answer('GET', `/imports/${file.id}/report.csv`)).body as string
    const kept = await api.connection
      .sql`select i::text as i from imports i union all select r::text from import_rows r union all select a::text from audit_entries a`
    for (const text of [report, JSON.stringify(await read(file.id)), ...kept.map(({ i }) => i)]) {
      expect(text).not.toMatch(/qqsecret|qqnote|Zacharias|Xylander|Yngvarson/i)
    }
    expect(report).toContain('Ada,Fine,ada@x.example,hello')
    expect((await rows(file.id, 'created')).map(({ row, cells }) => [row, cells[0]])).toEqual([[1, 'Ada']])
    for (const payload of [{ email: 'gone@qqsecret.example' }, { firstName: 'X', email: 'never@qqsecret.example' }]) {
      const refused = await api.as(admin)({ method: 'POST', url: '/api/v1/contacts', payload })
      expect([refused.status, refused.body.type]).toEqual([409, 'address-suppressed'])
    }
    const lifted = await ask({
      method: 'POST',
      url: '/api/v1/suppressions/lift',
      payload: { email: 'gone@qqsecret.example', why: 'They wrote to us again.' },
    })
    expect(lifted.status).toBe(204)
    expect(
      (await api.as(admin)({ method: 'POST', url: '/api/v1/contacts', payload: { email: 'gone@qqsecret.example' } }))
        .status,
    ).toBe(201)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IMMUTABLE, openStage, personOf, round, type Stage } from './fixture.ts'

describe('delta query over messages', () => {
  let stage: Stage
  let base: string
  const inbox = () => `${base}/mailFolders/inbox/messages/delta?$select=subject,parentFolderId,isRead,receivedDateTime`
  const arrive = async (subject: string) =>
    (await stage.tenant.deliver({ to: ['maren.lindqvist@halden-optics.example'], subject })).copies[0]?.id as string

  beforeAll(async () => {
    stage = await openStage()
    base = `/users/${personOf(stage, 'maren').oid}`
  })
  afterAll(() => stage.close())

  it('pages the first round by odata.maxpagesize and ends with a delta link', async () => {
    const headers = { prefer: 'IdType="ImmutableId", odata.maxpagesize=50' }
    const first = await stage.ask(inbox(), { headers })
    expect(first.body.value).toHaveLength(50)
    expect(first.body['@odata.nextLink']).toContain('$skiptoken=')
    expect(first.body['@odata.deltaLink']).toBeUndefined()
    expect(first.headers.get('preference-applied')).toContain('IdType="ImmutableId"')
    const { items, deltaLink } = await round(stage, inbox(), { headers })
    const folder = await stage.ask(`${base}/mailFolders/inbox`)
    expect(new Set(items.map((item) => item.id)).size).toBe(folder.body.totalItemCount)
    expect(deltaLink).toContain('$deltatoken=')
    expect(Object.keys(items[0]).toSorted()).toEqual(
      ['@odata.etag', '@odata.type', 'id', 'isRead', 'parentFolderId', 'receivedDateTime', 'subject'].toSorted(),
    )
  })

  it('pages by ten when nobody says otherwise, newest first when asked', async () => {
    const { body } = await stage.ask(`${inbox()}&$orderby=receivedDateTime desc`)
    const times = body.value.map((item: { receivedDateTime: string }) => item.receivedDateTime)
    expect(times).toHaveLength(10)
    expect(times).toEqual(times.toSorted().toReversed())
  })

  it('keeps a filtered round to what was received since, in short pages', async () => {
    const since = new Date(Date.now() - 30 * 86_400_000).toISOString()
    const { items, pages } = await round(stage, `${inbox()}&$filter=receivedDateTime ge ${since}`)
    expect(items.length).toBeGreaterThan(5)
    expect(items.every((item) => item.receivedDateTime >= since)).toBe(true)
    expect(pages).toContain(0)
  })

  it.each([
    ['$search=x'],
    ['$filter=isRead eq true'],
    ['$filter=receivedDateTime le 2026-01-01T00:00:00Z'],
    ['$orderby=subject'],
    ['$select=sensitivity'],
  ])('refuses %s', async (option) => {
    const { status, body } = await stage.ask(`${base}/mailFolders/inbox/messages/delta?${option}`)
    expect(status).toBe(400)
    expect(body.error.innerError['request-id']).toBeTruthy()
  })

  it('reports arrivals whole, and nothing twice in the next round', async () => {
    const { deltaLink } = await round(stage, inbox())
    const id = await arrive('A new one')
    const next = await round(stage, deltaLink)
    expect(next.items.map((item) => [item.id, item.subject])).toEqual([[id, 'A new one']])
    expect((await round(stage, next.deltaLink)).items).toEqual([])
  })

  it('reports a read mark with id and the changed property only', async () => {
    const id = await arrive('To be read')
    const { deltaLink } = await round(stage, inbox())
    await stage.ask(`${base}/messages/${id}`, { method: 'PATCH', body: { isRead: true }, headers: IMMUTABLE })
    const [item] = (await round(stage, deltaLink)).items
    expect(item).toMatchObject({ id, isRead: true })
    expect(item).not.toHaveProperty('subject')
  })

  it('says nothing of read marks when isRead was not selected', async () => {
    const id = await arrive('Unread to the product')
    const { deltaLink } = await round(stage, `${base}/mailFolders/inbox/messages/delta?$select=subject`)
    await stage.ask(`${base}/messages/${id}`, { method: 'PATCH', body: { isRead: true }, headers: IMMUTABLE })
    expect((await round(stage, deltaLink)).items).toEqual([])
  })

  it('moves A → B: a tombstone in A, the same immutable id twice in B', async () => {
    const id = await arrive('Moving')
    const a = await round(stage, inbox())
    const b = await round(stage, `${base}/mailFolders/archive/messages/delta?$select=subject`)
    await stage.ask(`${base}/messages/${id}/move`, {
      method: 'POST',
      body: { destinationId: 'archive' },
      headers: IMMUTABLE,
    })
    expect((await round(stage, a.deltaLink)).items).toEqual([{ id, '@removed': { reason: 'deleted' } }])
    expect((await round(stage, b.deltaLink)).items.map((item) => item.id)).toEqual([id, id])
  })

  it('loses what left and came back between two rounds, with immutable ids', async () => {
    const id = await arrive('There and back')
    const { deltaLink } = await round(stage, inbox())
    for (const destinationId of ['archive', 'inbox']) {
      await stage.ask(`${base}/messages/${id}/move`, { method: 'POST', body: { destinationId }, headers: IMMUTABLE })
    }
    expect((await round(stage, deltaLink)).items).toEqual([{ id, '@removed': { reason: 'deleted' } }])
    expect((await stage.ask(`${base}/messages/${id}`, { headers: IMMUTABLE })).body.subject).toBe('There and back')
  })

  it('gives ordinary ids without the header: they change with a move, and the old one is gone', async () => {
    await arrive('Ordinary')
    const { items, deltaLink } = await round(stage, inbox(), {})
    const old = items.find((item) => item.subject === 'Ordinary').id as string
    const moved = await stage.ask(`${base}/messages/${old}/move`, {
      method: 'POST',
      body: { destinationId: 'archive' },
    })
    expect(moved.status).toBe(201)
    expect(moved.body.id).not.toBe(old)
    expect((await stage.ask(`${base}/messages/${old}`)).body.error.code).toBe('ErrorItemNotFound')
    const removed = (await round(stage, deltaLink, {})).items.filter((item) => item['@removed'])
    expect(removed.map((item) => item.id)).toEqual([old])
  })

  it('takes a link with either id form', async () => {
    const { deltaLink } = await round(stage, inbox(), {})
    const id = await arrive('Either form')
    expect((await round(stage, deltaLink)).items.map((item) => item.id)).toEqual([id])
  })

  it('reports a deletion for good', async () => {
    const id = await arrive('Doomed')
    const { deltaLink } = await round(stage, inbox())
    for (let i = 0; i < 2; i++) await stage.ask(`${base}/messages/${id}`, { method: 'DELETE', headers: IMMUTABLE })
    expect((await round(stage, deltaLink)).items).toEqual([{ id, '@removed': { reason: 'deleted' } }])
    expect((await stage.ask(`${base}/messages/${id}`)).status).toBe(404)
  })

  it('yields one kind of change only with changeType', async () => {
    const { deltaLink } = await round(stage, `${inbox()}&changeType=deleted`)
    const id = await arrive('Not deleted')
    expect((await round(stage, deltaLink)).items).toEqual([])
    await stage.ask(`${base}/messages/${id}`, { method: 'DELETE', headers: IMMUTABLE })
  })

  it('answers 410 SyncStateNotFound to tokens of an earlier generation, next links included', async () => {
    const { deltaLink } = await round(stage, inbox())
    const { body } = await stage.ask(inbox())
    await stage.tenant.loseSyncState(personOf(stage, 'maren').oid)
    for (const link of [deltaLink, body['@odata.nextLink']]) {
      const lost = await stage.ask(link)
      expect([lost.status, lost.body.error.code]).toEqual([410, 'SyncStateNotFound'])
    }
    expect((await round(stage, inbox())).items.length).toBeGreaterThan(100)
  })

  it('answers 410 to a forged token', async () => {
    const { deltaLink } = await round(stage, `${base}/mailFolders/drafts/messages/delta`)
    expect((await stage.ask(deltaLink.replace('$deltatoken=', '$deltatoken=X'))).status).toBe(410)
  })

  it('tracks folders, not messages, with mailFolders/delta', async () => {
    const { items, deltaLink } = await round(stage, `${base}/mailFolders/delta`)
    expect(items.map((item) => item.displayName)).toContain('Arvika retrofit')
    await arrive('Not a folder')
    expect((await round(stage, deltaLink)).items).toEqual([])
    const made = await stage.ask(`${base}/mailFolders`, { method: 'POST', body: { displayName: 'New one' } })
    const next = await round(stage, deltaLink)
    expect(next.items.map((item) => item.displayName)).toEqual(['New one'])
    await stage.ask(`${base}/mailFolders/${made.body.id}`, { method: 'DELETE' })
    expect((await round(stage, next.deltaLink)).items).toEqual([
      { id: made.body.id, '@removed': { reason: 'deleted' } },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { createClient } from '../../../addin/api/client.ts'
import { chosenFile, listFile } from '../../../addin/crm/contacts/export-files.ts'
import { emptyState } from '../../../addin/crm/contacts/list-state.ts'

const tokens = { token: async () => 'token' }
const headers = { 'content-disposition': 'attachment; filename="contacts-2026-01-31.csv"', 'content-type': 'text/csv' }

/** A server that answers with these pieces, and fails after them where that is asked for. */
function serving(pieces: string[], { fails = false } = {}) {
  const asked: { url: string; init: RequestInit }[] = []
  const send = async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    const left = pieces.map((piece) => new TextEncoder().encode(piece))
    const body = new ReadableStream({
      pull(controller) {
        const next = left.shift()
        if (next) controller.enqueue(next)
        else if (fails) controller.error(new TypeError('network error'))
        else controller.close()
      },
    })
    return new Response(body, { headers })
  }
  return { asked, api: createClient(tokens, send as typeof fetch) }
}

describe('a download', () => {
  it('gives the file with its name, and tells how much has come', async () => {
    const { api, asked } = serving(['ID\r\n', '1\r\n'])
    const heard: number[] = []
    const { file, name } = await api.download('/x', { query: { a: 'b' }, onReceived: (bytes) => heard.push(bytes) })
    expect([await file.text(), file.type, name]).toEqual(['ID\r\n1\r\n', 'text/csv', 'contacts-2026-01-31.csv'])
    expect(heard).toEqual([4, 7])
    expect(asked[0]).toMatchObject({ url: '/api/v1/x?a=b', init: { method: 'GET' } })
  })

  it('is a POST where there is a body', async () => {
    const { api, asked } = serving(['x'])
    await api.download('/x', { body: { format: 'csv' } })
    expect(asked[0]?.init).toMatchObject({ method: 'POST', body: '{"format":"csv"}' })
  })

  it.each([true, false])('that breaks off is none (counted: %s)', async (counted) => {
    const { api } = serving(['half'], { fails: true })
    const download = api.download('/x', counted ? { onReceived: () => undefined } : {})
    await expect(download).rejects.toMatchObject({ name: 'ApiProblem', type: 'network' })
  })
})

describe('what is asked for', () => {
  const filter = { field: 'jobTitle', op: 'is', value: 'Buyer' } as const
  const state = { ...emptyState, search: 'ann', filter, sort: '-name' }

  it('is the list as it is shown', () => {
    expect(listFile(state, 'csv', ['name', 'email'])).toMatchObject({
      path: '/contacts/export.csv',
      query: { search: 'ann', filter: JSON.stringify(filter), sort: '-name', columns: 'name,email' },
    })
    expect(listFile(state, 'xlsx').query?.columns).toBeUndefined()
  })

  it('is whom was chosen in it', () => {
    const some = chosenFile(state, { kind: 'some', ids: new Set(['1', '2']) }, 'csv', ['name'])
    expect(some).toEqual({
      path: '/contacts/export',
      body: { selection: { ids: ['1', '2'] }, format: 'csv', sort: '-name', columns: ['name'] },
    })
    expect(chosenFile(state, { kind: 'all', except: new Set(['1']) }, 'csv').body).toMatchObject({
      selection: { search: 'ann', filter, except: ['1'] },
    })
  })
})

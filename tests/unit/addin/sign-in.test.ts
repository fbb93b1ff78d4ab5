import { describe, expect, it, vi } from 'vitest'
import { createClient } from '../../../addin/api/client.ts'
import { ApiProblem } from '../../../addin/api/problem.ts'
import { SignedOut, SignIn, type Step, type Token } from '../../../addin/api/sign-in/sign-in.ts'

const minute = 60_000
let clock = 0
const token = (value: string, minutes = 60): Token => ({ value, expiresAt: clock + minutes * minute, account: 'maya' })
const step = (name: Step['name'], acquire: Step['acquire'], limit = 1_000): Step => ({
  name,
  limit,
  supported: () => true,
  acquire,
})
const fails = (errorCode: string) => vi.fn(async () => Promise.reject(Object.assign(new Error('no'), { errorCode })))
const start = (...steps: Step[]) => {
  clock = 1_000_000
  return new SignIn(steps, () => clock)
}

describe('sign-in', () => {
  it('takes the silent token and keeps it in memory', async () => {
    const silent = vi.fn(async () => token('a'))
    const signIn = start(step('silent', silent))
    expect([await signIn.token(), await signIn.token()]).toEqual(['a', 'a'])
    expect(silent).toHaveBeenCalledTimes(1)
    expect(signIn.current()).toEqual({ kind: 'signed-in', account: 'maya' })
  })

  it('asks once for callers that come together', async () => {
    const silent = vi.fn(async () => token('a'))
    const signIn = start(step('silent', silent))
    await Promise.all([signIn.token(), signIn.token(), signIn.token()])
    expect(silent).toHaveBeenCalledTimes(1)
  })

  it('goes on to the pop-up, and not to the dialog without a click', async () => {
    const dialog = vi.fn(async () => token('c'))
    const signIn = start(
      step('silent', fails('interaction_required')),
      step('popup', fails('timed_out')),
      step('dialog', dialog),
    )
    await expect(signIn.token()).rejects.toThrow(SignedOut)
    expect(dialog).not.toHaveBeenCalled()
    expect(signIn.current()).toMatchObject({ kind: 'signed-out', code: 'timed_out' })
    await signIn.byHand()
    expect(await signIn.token()).toBe('c')
  })

  it('OP-10 never loops: once signed out, nothing is tried until the user asks', async () => {
    const silent = fails('server_error')
    const signIn = start(step('silent', silent))
    for (let call = 0; call < 5; call++) await expect(signIn.token()).rejects.toThrow(SignedOut)
    expect(silent).toHaveBeenCalledTimes(1)
  })

  it('does not ask again after the user said no', async () => {
    const dialog = vi.fn(async () => token('c'))
    const signIn = start(
      step('silent', fails('interaction_required')),
      step('popup', fails('user_cancelled')),
      step('dialog', dialog),
    )
    await signIn.byHand()
    expect(dialog).not.toHaveBeenCalled()
    expect(signIn.current()).toMatchObject({ code: 'user_cancelled' })
  })

  it('OP-10 leaves the page once by itself, and again only when asked', async () => {
    let asked = false
    const leave = vi.fn(async () => {
      asked = true
      return Promise.reject(Object.assign(new Error('no'), { code: 'came_back' }))
    })
    const signIn = start(step('silent', fails('interaction_required')), {
      ...step('redirect', leave),
      supported: (byHand) => byHand || !asked,
    })
    for (let call = 0; call < 3; call++) await expect(signIn.token()).rejects.toThrow(SignedOut)
    expect(leave).toHaveBeenCalledTimes(1)
    const reloaded = start(step('silent', fails('not_supported')), {
      ...step('redirect', leave),
      supported: (byHand) => byHand || !asked,
    })
    await expect(reloaded.token()).rejects.toThrow(SignedOut)
    expect(leave).toHaveBeenCalledTimes(1)
    await reloaded.byHand()
    expect(leave).toHaveBeenCalledTimes(2)
  })

  it('gives each step its time and no more', async () => {
    const signIn = start(
      step('silent', () => new Promise(() => {}), 10),
      step('popup', async () => token('b')),
    )
    expect(await signIn.token()).toBe('b')
  })

  it('says which step took too long when all did', async () => {
    const signIn = start(step('silent', () => new Promise(() => {}), 10))
    await expect(signIn.token()).rejects.toMatchObject({ code: 'silent_timeout' })
  })

  it('refreshes early, without making the caller wait', async () => {
    const silent = vi.fn(async (force: boolean) => token(force ? 'new' : 'old'))
    const signIn = start(step('silent', silent))
    await signIn.token()
    clock += 57 * minute
    expect(await signIn.token()).toBe('old')
    await vi.waitFor(async () => expect(await signIn.token()).toBe('new'))
    expect(silent).toHaveBeenCalledTimes(2)
  })

  it('waits for a new token when the old one is over', async () => {
    const silent = vi
      .fn<Step['acquire']>()
      .mockImplementationOnce(async () => token('old'))
      .mockImplementation(async () => token('new'))
    const signIn = start(step('silent', silent))
    await signIn.token()
    clock += 61 * minute
    expect(await signIn.token()).toBe('new')
  })

  it('takes a server that is away for what it is, not for a refused sign-in', async () => {
    const away = new ApiProblem({ type: 'network', title: '', status: 0, detail: '' })
    const signIn = start(step('silent', vi.fn(async () => token('a')).mockRejectedValueOnce(away)))
    await expect(signIn.token()).rejects.toBe(away)
    expect(await signIn.token()).toBe('a')
  })
})

describe('client', () => {
  const answers = (...responses: [number, unknown][]) =>
    vi.fn(async () => {
      const [status, body] = responses.shift() ?? [500, {}]
      return new Response(JSON.stringify(body), { status, headers: { 'x-request-id': 'r1' } })
    })

  it('answers a 401 with one fresh token, and then gives up', async () => {
    const source = { token: vi.fn(async (force?: boolean) => (force ? 'new' : 'old')) }
    const send = answers([401, {}], [200, { id: 1 }], [401, {}], [401, { type: 'unauthorized', detail: 'No.' }])
    const client = createClient(source, send)
    expect(await client.get('/me')).toEqual({ id: 1 })
    await expect(client.get('/me')).rejects.toMatchObject({ type: 'unauthorized', status: 401, requestId: 'r1' })
    expect(send).toHaveBeenCalledTimes(4)
  })

  it('makes one class of every failure', async () => {
    const source = { token: async () => 't' }
    const lost = createClient(source, async () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(lost.get('/me')).rejects.toMatchObject({ name: 'ApiProblem', type: 'network', isOffline: true })
    const proxied = createClient(source, async () => new Response('<html>', { status: 502 }))
    await expect(proxied.get('/me')).rejects.toMatchObject({ type: 'unreadable-answer', status: 502, isOffline: true })
    const signInPage = createClient(source, async () => new Response('<html>', { status: 200 }))
    await expect(signInPage.get('/me')).rejects.toMatchObject({ type: 'unreadable-answer' })
  })

  it('sends query, body and key as the server reads them', async () => {
    const send = vi.fn(async (_url: unknown, _init?: RequestInit) => new Response('{}', { status: 200 }))
    await createClient({ token: async () => 't' }, send as typeof fetch).post('/contacts', {
      query: { a: 'x y', b: undefined },
      body: { email: 'ann@acme.example' },
      idempotencyKey: 'k1',
    })
    const [url, init] = send.mock.calls[0] ?? []
    expect(url).toBe('/api/v1/contacts?a=x+y')
    expect(init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      headers: { authorization: 'Bearer t', 'idempotency-key': 'k1', 'content-type': 'application/json' },
    })
  })
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  attemptOf,
  type Draft,
  draftOf,
  forgetUnsent,
  keepDraft,
  mayHaveGone,
  refuse,
  settle,
} from '../../../addin/features/writing/unsent.ts'
import type { OutgoingMail, SendMail } from '../../../server/sending/schema.ts'

const me = vi.hoisted(() => ({ id: 'maren' }))
vi.mock('../../../addin/api/session.ts', () => ({
  meQuery: { queryKey: ['me'] },
  queries: { getQueryData: () => me },
}))
afterEach(() => {
  me.id = 'maren'
  vi.unstubAllGlobals()
})

const draft: Draft = {
  to: 'ann@client.example',
  cc: '',
  subject: 'Offer',
  html: '<p>Hello</p>',
  marketing: null,
  templateId: null,
  track: true,
}
const mail = (track: boolean): SendMail => ({
  to: [{ address: draft.to }],
  cc: [],
  bcc: [],
  subject: draft.subject,
  html: draft.html,
  purpose: 'one_to_one',
  templateId: null,
  track,
})
const outgoing = (state: OutgoingMail['state']): OutgoingMail => ({
  id: '00000000-0000-7000-8000-000000000001',
  state,
  purpose: 'one_to_one',
  tracked: false,
  notTracked: [],
  createdAt: '2026-11-01T09:00:00Z',
  sentAt: null,
  error: null,
})
let number = 0
const contact = () => `contact-${++number}`

describe('a mail whose answer was lost', () => {
  it('is the same mail when it is sent again from a window opened anew, to the letter', () => {
    const id = contact()
    keepDraft(id, draft)
    const first = attemptOf(id, draft, mail(true))
    expect(draftOf(id)).toEqual(draft)
    // What the server says of tracking may not be there yet.
    expect(attemptOf(id, draft, mail(false))).toEqual(first)
  })

  it('is another once it was written on, given up, or known to have failed', () => {
    const id = contact()
    const first = attemptOf(id, draft, mail(true))
    const changed = attemptOf(id, { ...draft, subject: 'Another' }, mail(true))
    settle(id, outgoing('failed'))
    const afterFailure = attemptOf(id, { ...draft, subject: 'Another' }, mail(true))
    forgetUnsent(id)
    const afterAll = attemptOf(id, draft, mail(true))
    expect(new Set([first, changed, afterFailure, afterAll].map(({ key }) => key)).size).toBe(4)
  })

  it.each([404, 409, 422])('is a new one with the switches of now, once the server refused it with %i', (status) => {
    const id = contact()
    const first = attemptOf(id, draft, mail(true))
    refuse(id, { status })
    expect(mayHaveGone(id, draft)).toBe(false)
    const next = attemptOf(id, { ...draft, track: false }, mail(false))
    expect(next.key).not.toBe(first.key)
    expect(next.mail.track).toBe(false)
  })

  it.each([0, 401, 403, 429, 500, 503])('may still have gone where a second try fails with %i', (status) => {
    const id = contact()
    const first = attemptOf(id, draft, mail(true))
    refuse(id, { status })
    expect(mayHaveGone(id, draft)).toBe(true)
    expect(attemptOf(id, draft, mail(true))).toEqual(first)
  })

  it('keeps its text until it is known to be sent', () => {
    const id = contact()
    keepDraft(id, draft)
    attemptOf(id, draft, mail(true))
    settle(id, outgoing('unsure'))
    expect(draftOf(id)).toEqual(draft)
    settle(id, outgoing('failed'))
    expect(draftOf(id)).toEqual(draft)
    settle(id, outgoing('sent'))
    expect(draftOf(id)).toBeNull()
  })
})

/** The module as a page has it after a reload of this tab. */
async function reloaded() {
  vi.resetModules()
  return import('../../../addin/features/writing/unsent.ts')
}

describe('a reload', () => {
  const tab = () => {
    const texts = new Map<string, string>()
    vi.stubGlobal('window', {
      sessionStorage: {
        getItem: (key: string) => texts.get(key) ?? null,
        setItem: (key: string, value: string) => void texts.set(key, value),
        removeItem: (key: string) => void texts.delete(key),
      },
    })
    return texts
  }

  it('loses neither a half-written mail nor the key of one on its way', async () => {
    tab()
    const before = await reloaded()
    before.keepDraft('ann', draft)
    const { key } = before.attemptOf('ann', draft, mail(true))
    const after = await reloaded()
    expect(after.draftOf('ann')).toEqual(draft)
    expect(after.mayHaveGone('ann', draft)).toBe(true)
    expect(after.mayHaveGone('ann', { ...draft, html: '<p>Other</p>' })).toBe(false)
    expect(after.attemptOf('ann', draft, mail(true)).key).toBe(key)
    after.refuse('ann', { status: 422 })
    expect((await reloaded()).mayHaveGone('ann', draft)).toBe(false)
  })

  it('brings nothing back that was sent or given up, and nothing of another person', async () => {
    const texts = tab()
    const before = await reloaded()
    before.keepDraft('ann', draft)
    me.id = 'jonas'
    expect((await reloaded()).draftOf('ann')).toBeNull()
    me.id = 'maren'
    const again = await reloaded()
    again.forgetUnsent('ann')
    expect(texts.size).toBe(0)
    again.attemptOf('ann', draft, mail(true))
    again.settle('ann', outgoing('sent'))
    expect((await reloaded()).draftOf('ann')).toBeNull()
    expect(texts.size).toBe(0)
  })
})

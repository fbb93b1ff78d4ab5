import { describe, expect, it } from 'vitest'
import {
  attemptOf,
  type Draft,
  draftOf,
  forgetUnsent,
  keepDraft,
  settle,
} from '../../../addin/features/writing/unsent.ts'
import type { OutgoingMail, SendMail } from '../../../server/sending/schema.ts'

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
    expect(attemptOf(id, draft, mail(false))).toBe(first)
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

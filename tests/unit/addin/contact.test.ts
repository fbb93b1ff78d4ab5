import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../../../addin/api/problem.ts'
import { contactDraft, contactInput } from '../../../addin/features/contact/contact-draft.ts'
import { isKept } from '../../../addin/features/contact/phones.ts'
import { readNumber } from '../../../addin/features/custom-fields/custom-value.ts'
import { clashes, type Draft, differing, onTop } from '../../../addin/features/editing/draft.ts'
import { draftErrors } from '../../../addin/features/editing/field-errors.ts'
import { EditClash, type Editing, saveDraft } from '../../../addin/features/editing/save-draft.ts'
import { compareVersions } from '../../../addin/features/session/versions.ts'
import type { Contact } from '../../../server/contacts/schema.ts'

const contact: Contact = {
  id: '00000000-0000-4000-8000-000000000001',
  firstName: 'Ann',
  lastName: 'Smith',
  displayName: 'Ann Smith',
  email: 'ann@acme.example',
  aliases: ['a@old.example'],
  bouncedAddresses: [],
  phone: null,
  phoneDisplay: null,
  mobile: null,
  mobileDisplay: null,
  jobTitle: 'Buyer',
  department: null,
  companyId: null,
  company: { id: '00000000-0000-4000-8000-000000000002', name: 'Acme' },
  role: null,
  status: 'active',
  leadScore: 10,
  source: null,
  ownerId: null,
  owner: null,
  tags: ['VIP'],
  customFields: {},
  linkedin: null,
  twitter: null,
  consent: {
    status: 'unknown',
    type: null,
    date: null,
    source: null,
    gdprBasis: null,
    country: 'GB',
    jurisdiction: 'UK GDPR',
    jurisdictionBasis: { country: 'GB', from: 'contact' },
    expiresAt: null,
    proven: true,
    tracking: null,
    objected: false,
  },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  lastContactedAt: null,
  lastActivityAt: null,
  version: 3,
}
const before = contactDraft(contact)

/** A server that holds one record and refuses stale versions. */
function serverWith(current: Contact) {
  const sent: { version: number; fields: string[] }[] = []
  const editing: Editing<Contact> = {
    draftOf: contactDraft,
    send: async (record, draft, fields) => {
      sent.push({ version: record.version, fields })
      if (record.version !== current.version) {
        throw new ApiProblem({ type: 'stale-version', title: '', status: 409, detail: '', current })
      }
      return { ...current, jobTitle: String(draft.jobTitle), version: current.version + 1 }
    },
  }
  return { editing, sent }
}

describe('editing a contact', () => {
  it('sends only what changed, blanks as null', () => {
    const draft = { ...before, jobTitle: 'Head of Buying', phone: ' ', company: null, tags: ['VIP', 'Fair 2026'] }
    expect(contactInput(draft, differing(before, draft))).toEqual({
      jobTitle: 'Head of Buying',
      company: null,
      tags: ['VIP', 'Fair 2026'],
    })
  })

  it('a chosen company goes by its id, a typed one by its name', () => {
    expect(contactInput({ company: { id: 'c1', name: 'Acme' } }, ['company'])).toEqual({ companyId: 'c1' })
    expect(contactInput({ company: { id: null, name: ' New Ltd ' } }, ['company'])).toEqual({ company: 'New Ltd' })
    expect(contactInput({ owner: { id: 'u1', name: 'Ann' } }, ['owner'])).toEqual({ ownerId: 'u1' })
  })

  it('custom fields go by key, emptied ones as null', () => {
    const old = contactDraft({ ...contact, customFields: { size: 10, colours: ['a'] } })
    const draft: Draft = { ...old, 'custom.size': null, 'custom.colours': ['a', 'b'], 'custom.since': '2026-01-02' }
    expect(contactInput(draft, differing(old, draft))).toEqual({
      customFields: { size: null, colours: ['a', 'b'], since: '2026-01-02' },
    })
  })

  it('consent never travels in the form', () => {
    expect(Object.keys(before).filter((field) => /consent|gdpr|tracking/i.test(field))).toEqual([])
  })
})

describe('two people editing one record', () => {
  it('CR-11 lets edits of different fields through', () => {
    const theirs = { ...before, phone: '+44 1' }
    expect(clashes(before, { ...before, jobTitle: 'CPO' }, theirs)).toEqual([])
    expect(onTop(before, { ...before, jobTitle: 'CPO' }, theirs)).toEqual({ ...theirs, jobTitle: 'CPO' })
  })

  it('CR-11 shows mine, theirs and the original when both changed the same field', () => {
    const mine = { ...before, jobTitle: 'CPO' }
    expect(clashes(before, mine, { ...before, jobTitle: 'CFO' })).toEqual([
      { field: 'jobTitle', mine: 'CPO', theirs: 'CFO', original: 'Buyer' },
    ])
  })

  it('CR-11 asks for custom fields one by one', () => {
    const old: Draft = { 'custom.size': 1, 'custom.colour': 'red' }
    const found = clashes(old, { ...old, 'custom.size': 2 }, { 'custom.size': 3, 'custom.colour': 'blue' })
    expect(found).toEqual([{ field: 'custom.size', mine: 2, theirs: 3, original: 1 }])
  })

  it('CR-11 joins what both added to and removed from the tags', () => {
    const old: Draft = { tags: ['VIP', 'Fair'] }
    const mine: Draft = { tags: ['VIP', 'Mine'] }
    const theirs: Draft = { tags: ['vip', 'Fair', 'Theirs', 'MINE'] }
    expect(clashes(old, mine, theirs)).toEqual([])
    expect(onTop(old, mine, theirs)).toEqual({ tags: ['vip', 'Theirs', 'Mine'] })
  })

  it('does not ask when both typed the same', () => {
    const same = { ...before, jobTitle: 'CPO' }
    expect(clashes(before, same, { ...same })).toEqual([])
  })

  it('CR-11 saves over a newer record when the fields differ, sending only mine', async () => {
    const { editing, sent } = serverWith({ ...contact, phone: '+441', phoneDisplay: '+44 1', version: 9 })
    const saved = await saveDraft(editing, contact, { ...before, jobTitle: 'CPO' })
    expect(saved).toMatchObject({ jobTitle: 'CPO', phone: '+441', version: 10 })
    expect(sent).toEqual([
      { version: 3, fields: ['jobTitle'] },
      { version: 9, fields: ['jobTitle'] },
    ])
  })

  it('CR-11 stops and asks when the fields are the same', async () => {
    const theirs = { ...contact, jobTitle: 'CFO', lastName: 'Jones', version: 9 }
    const { editing, sent } = serverWith(theirs)
    const refused = await saveDraft(editing, contact, { ...before, jobTitle: 'CPO' }).catch((error) => error)
    expect(refused).toBeInstanceOf(EditClash)
    expect(refused.current).toBe(theirs)
    expect(refused.draft).toMatchObject({ jobTitle: 'CPO', lastName: 'Jones' })
    expect(sent).toHaveLength(1)
  })
})

describe('what the server says about fields', () => {
  const problem = (errors: unknown) => new ApiProblem({ type: 'invalid', title: '', status: 422, detail: '', errors })

  it('lands on the field it is about', () => {
    const errors = [
      { path: 'email', message: 'a' },
      { path: 'customFields.size', message: 'b' },
      { path: ['aliases', 2], message: 'c' },
      { path: '/ownerId', message: 'd' },
    ]
    expect(draftErrors(problem(errors))).toEqual({ email: 'a', 'custom.size': 'b', aliases: 'c', owner: 'd' })
  })
})

describe('values', () => {
  it.each([
    ['1.234,5', 'de', 1234.5],
    ['1,234.5', 'en', 1234.5],
    ['1 234,5', 'fr', 1234.5],
    ['-7', 'en', -7],
    ['1,5', 'en', null],
    ['1.5', 'de', null],
    ['1.2.3', 'en', null],
    ['ten', 'en', null],
  ])('CF-07 reads %s in %s', (text, language, number) => {
    expect(readNumber(text, language)).toBe(number)
  })

  it('CR-12 tells a number that is kept as typed', () => {
    expect([isKept('+491701234567'), isKept('06 28'), isKept(null)]).toEqual([false, true, false])
  })
})

describe('versions of pane and server', () => {
  it.each([
    ['0.1.0', '0.1.7', 'fits'],
    ['0.1.0', '0.2.0', 'client-older'],
    ['0.2.0', '0.1.9', 'server-older'],
    ['1.4.0', '1.0.2', 'fits'],
    ['1.4.0', '2.0.0', 'client-older'],
    ['0.9.0', '1.0.0', 'client-older'],
    ['0.1.0', 'dev', 'fits'],
  ])('%s beside %s', (client, server, fit) => {
    expect(compareVersions(client, server)).toBe(fit)
  })
})

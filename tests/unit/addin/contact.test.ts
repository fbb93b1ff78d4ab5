import { describe, expect, it } from 'vitest'
import { clashes, differing, formOf, toEditInput } from '../../../addin/features/contact/edits.ts'
import { compareVersions } from '../../../addin/features/session/versions.ts'
import type { Contact } from '../../../server/contacts/schema.ts'

const contact: Contact = {
  id: '00000000-0000-4000-8000-000000000001',
  firstName: 'Ann',
  lastName: 'Smith',
  displayName: 'Ann Smith',
  email: 'ann@acme.example',
  aliases: ['a@old.example'],
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
const before = formOf(contact)

describe('editing a contact', () => {
  it('sends only what changed, with the version that was read', () => {
    const form = { ...before, jobTitle: 'Head of Buying', phone: '', company: '', tags: 'VIP, Fair 2026, ' }
    expect(toEditInput(form, differing(before, form), 3)).toEqual({
      jobTitle: 'Head of Buying',
      company: null,
      tags: ['VIP', 'Fair 2026'],
      version: 3,
    })
  })

  it('CR-11 lets edits of different fields through', () => {
    const theirs = { ...before, phone: '+44 1' }
    expect(clashes(before, { ...before, jobTitle: 'CPO' }, theirs)).toEqual([])
  })

  it('CR-11 shows both values when both changed the same field', () => {
    const mine = { ...before, jobTitle: 'CPO' }
    expect(clashes(before, mine, { ...before, jobTitle: 'CFO' })).toEqual([
      { field: 'jobTitle', mine: 'CPO', theirs: 'CFO' },
    ])
  })

  it('does not ask when both typed the same', () => {
    const same = { ...before, jobTitle: 'CPO' }
    expect(clashes(before, same, { ...same })).toEqual([])
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

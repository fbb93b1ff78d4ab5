import { describe, expect, it } from 'vitest'
import { placeOf, strongestReason, withoutContacts } from '../../../addin/crm/duplicates/queue.ts'
import { tellsAnew, typedFacts } from '../../../addin/features/duplicates/typed-facts.ts'
import { changesOf, isKept, rowsOf } from '../../../addin/features/merge/rows.ts'
import type { DuplicateContact, DuplicateGroup, Reason } from '../../../server/duplicates/schema.ts'
import type { MergePreview } from '../../../server/merge/schema.ts'

const contact = (id: string, fields: Partial<DuplicateContact> = {}): DuplicateContact => ({
  id,
  firstName: 'Ann',
  lastName: 'Smith',
  displayName: 'Ann Smith',
  email: `${id}@acme.example`,
  aliases: [],
  bouncedAddresses: [],
  phone: null,
  phoneDisplay: null,
  mobile: null,
  mobileDisplay: null,
  jobTitle: 'Buyer',
  department: null,
  companyId: null,
  company: null,
  role: null,
  status: 'active',
  leadScore: null,
  source: null,
  ownerId: null,
  owner: null,
  tags: [],
  customFields: {},
  linkedin: null,
  twitter: null,
  consent: {
    status: 'unknown',
    type: null,
    date: null,
    source: null,
    gdprBasis: null,
    country: null,
    jurisdiction: null,
    jurisdictionBasis: null,
    expiresAt: null,
    proven: true,
    tracking: null,
    objected: false,
  },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  lastContactedAt: null,
  lastActivityAt: null,
  version: 1,
  activities: 0,
  ...fields,
})

const reason = (text: string): Reason => ({ kind: 'name', detail: 'same', text, weight: 8, values: [], field: null })

const group = (id: string, ids: string[]): DuplicateGroup => ({
  id,
  score: 0.9,
  certainty: 'likely',
  contacts: ids.map((one) => contact(one)),
  pairs: ids.slice(1).map((other, at) => ({
    ids: [ids[0] ?? '', other],
    score: 0.9 - at / 10,
    certainty: 'likely',
    reasons: [reason(`like ${other}`)],
  })),
  primary: { id: ids[0] ?? '', because: 'Most timeline entries' },
})

const queue = (...groups: DuplicateGroup[]) => ({
  pageParams: [undefined],
  pages: [{ items: groups, nextCursor: null, counts: { certain: 0, likely: groups.length, possible: 0 } }],
})

describe('the queue', () => {
  const groups = [group('g1', ['a', 'b']), group('g2', ['c', 'd', 'e']), group('g3', ['f', 'g'])]

  it('loses a group that was settled, and counts one less', () => {
    const [page] = withoutContacts(queue(...groups), 'g1', ['b']).pages
    expect(page?.items.map(({ id }) => id)).toEqual(['g2', 'g3'])
    expect(page?.counts.likely).toBe(2)
  })

  it('keeps what is left of a group of which one was merged away, with the survivor as it is now', () => {
    const survivor = contact('c', { version: 2, jobTitle: 'Head of Buying' })
    const [page] = withoutContacts(queue(...groups), 'g2', ['d'], survivor).pages
    const rest = page?.items.find(({ id }) => id === 'g2')
    expect(rest?.contacts.map(({ id, version }) => [id, version])).toEqual([
      ['c', 2],
      ['e', 1],
    ])
    expect(rest?.pairs.map(({ ids }) => ids)).toEqual([['c', 'e']])
    expect(page?.counts.likely).toBe(3)
  })

  it('stays at the group that is looked at, wherever it moved', () => {
    expect(placeOf(groups, { id: 'g3', contactIds: [], place: 0 })).toBe(2)
  })

  it('goes on with the group that moved up when the one before is gone, and with the last at the end', () => {
    expect(placeOf(groups, { id: 'gone', contactIds: ['x'], place: 1 })).toBe(1)
    expect(placeOf(groups, { id: 'gone', contactIds: ['x'], place: 7 })).toBe(2)
  })

  it('follows the contacts of a group that was put together anew', () => {
    expect(placeOf(groups, { id: 'gone', contactIds: ['e'], place: 0 })).toBe(1)
  })

  it('says the reason of the strongest pair', () => {
    expect(
      strongestReason({ ...group('g', ['a', 'b', 'c']), pairs: group('g', ['a', 'b', 'c']).pairs.toReversed() }),
    ).toBe('like b')
  })
})

describe('the comparison', () => {
  const preview: MergePreview = {
    primaryId: 'a',
    fields: [
      {
        field: 'jobTitle',
        label: 'Job title',
        values: [
          { contactIds: ['a', 'c'], text: 'Buyer' },
          { contactIds: ['b'], text: 'CPO' },
        ],
        chosen: 'a',
        asks: false,
      },
      { field: 'phone', label: 'Phone', values: [{ contactIds: ['b'], text: '+44 1' }], chosen: 'b', asks: false },
      {
        field: 'lastName',
        label: 'Last name',
        values: [{ contactIds: ['a', 'b', 'c'], text: 'S' }],
        chosen: 'a',
        asks: false,
      },
      {
        field: 'ownerId',
        label: 'Owner',
        values: [
          { contactIds: ['a'], text: 'Maren' },
          { contactIds: ['b'], text: 'Jonas' },
        ],
        chosen: 'a',
        asks: true,
      },
    ],
    addresses: [],
    tags: [],
    consent: { status: 'unknown', text: '' },
    moves: { activities: 0, consentEntries: 0, segments: 0, deals: 0, forms: 0, trackedMails: 0, changes: 0 },
    knownAs: [],
    warnings: [],
  }
  const ids = ['a', 'b', 'c']

  it('tells fields that differ from those that are filled or equal', () => {
    expect(rowsOf(preview, ids, {}).map(({ kind }) => kind)).toEqual(['differs', 'filled', 'equal', 'differs'])
  })

  it('marks every contact that has the value that stays', () => {
    const [row] = rowsOf(preview, ids, {})
    expect(row && ids.filter((id) => isKept(row, id))).toEqual(['a', 'c'])
    const [picked] = rowsOf(preview, ids, { jobTitle: 'b' })
    expect(picked && ids.filter((id) => isKept(picked, id))).toEqual(['b'])
  })

  it('ME-09 proposes no owner where they differ, until a person chose one', () => {
    expect(rowsOf(preview, ids, {}).at(-1)).toMatchObject({ asks: true, kept: null })
    expect(rowsOf(preview, ids, { ownerId: 'a' }).at(-1)).toMatchObject({ asks: false, kept: 'a' })
  })

  it('says what somebody else changed meanwhile, and nothing of those who stayed as they were', () => {
    const before = [contact('a'), contact('b')]
    const after = [contact('a', { version: 2, jobTitle: 'CFO' }), contact('b')]
    expect(changesOf(before, after)).toEqual([
      { contactId: 'a', name: 'Ann Smith', field: 'jobTitle', before: 'Buyer', after: 'CFO' },
    ])
  })
})

describe('what is typed', () => {
  it('is compared once it names a person: an address, a number, or both names', () => {
    expect(typedFacts({ firstName: 'Ann', lastName: ' ' })).toBeUndefined()
    expect(typedFacts({ email: 'ann@' })).toBeUndefined()
    expect(typedFacts({ firstName: 'Ann', lastName: 'Smith ' })).toEqual({ firstName: 'Ann', lastName: 'Smith' })
    expect(typedFacts({ email: 'ann@acme.example', company: { id: null, name: 'Acme' }, aliases: [] })).toEqual({
      email: 'ann@acme.example',
      company: 'Acme',
    })
    expect(typedFacts({ phone: '+44 1', company: { id: 'c1', name: 'Acme' } })).toEqual({
      phone: '+44 1',
      companyId: 'c1',
    })
  })

  it('is compared again when an edit touches what tells people apart, and not for a job title', () => {
    const before = { firstName: 'Ann', jobTitle: 'Buyer', email: 'a@acme.example' }
    expect(tellsAnew(before, { ...before, jobTitle: 'CPO' })).toBe(false)
    expect(tellsAnew(before, { ...before, email: 'b@acme.example' })).toBe(true)
  })
})

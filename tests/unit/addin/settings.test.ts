import { describe, expect, it } from 'vitest'
import { detailsText, startOfDay } from '../../../addin/crm/settings/audit/audit-query.ts'
import {
  draftFaults,
  draftOf,
  loosened,
  newDraft,
  shownRules,
  toRule as toConsentRule,
} from '../../../addin/crm/settings/consent/rule-edit.ts'
import {
  addedChoices,
  afterReplacing,
  defaultOf,
  formOf,
  keyOf,
  moved,
  newField,
  toCreate,
  toEdit,
} from '../../../addin/crm/settings/fields/field-form.ts'
import { csvOf } from '../../../addin/crm/settings/parts/csv.ts'
import { newRule, ruleFaults, ruleFormOf, toRule } from '../../../addin/crm/settings/scoring/rule-form.ts'
import { shownUsers } from '../../../addin/crm/settings/users/user-list.ts'
import type { Jurisdiction } from '../../../server/consent/schema.ts'
import { CreateCustomField, type CustomField, EditCustomField } from '../../../server/custom-fields/schema.ts'
import { type ScoringRule, WriteScoringRule } from '../../../server/scoring/schema.ts'
import type { User } from '../../../server/users/schema.ts'

const field: CustomField = {
  id: '0193a000-0000-7000-8000-000000000001',
  entity: 'contact',
  key: 'plan',
  label: 'Plan',
  type: 'single_choice',
  required: false,
  unique: false,
  defaultValue: null,
  help: null,
  position: 0,
  choices: [
    { id: 'a', label: 'Basic' },
    { id: 'b', label: 'Gold', archived: true },
  ],
  inPane: false,
  personalData: true,
  sensitive: false,
  archivedAt: null,
  restorableUntil: null,
  uses: 3,
  version: 4,
}

describe('custom fields', () => {
  it('CF-01 shows the key that a label makes', () => {
    expect(keyOf('Größe der Straße')).toBe('grosseDerStrasse')
    expect(keyOf('2nd contract – no.')).toBe('ndContractNo')
    expect(keyOf('  ')).toBe('')
  })

  it('CF-03 sends a renamed choice with its id, and nothing that was not changed', () => {
    const form = formOf(field)
    const edit = toEdit(field, {
      ...form,
      choices: form.choices.map((row) => (row.id === 'a' ? { ...row, label: ' Starter ' } : row)),
    })
    expect(edit).toEqual({
      version: 4,
      choices: [
        { id: 'a', label: 'Starter' },
        { id: 'b', label: 'Gold', archived: true },
      ],
    })
    expect(EditCustomField.safeParse(edit).success).toBe(true)
    expect(toEdit(field, form)).toEqual({ version: 4 })
  })

  it('CF-03 keeps what else was typed when a choice is replaced in all records', () => {
    const form = { ...formOf(field), label: 'Tariff', choices: addedChoices(formOf(field).choices, 'Silver') }
    const after = afterReplacing(form, { ...field, choices: [{ id: 'a', label: 'Basic' }] })
    expect(after.label).toBe('Tariff')
    expect(after.choices.map(({ label }) => label)).toEqual(['Basic', 'Silver'])
  })

  it('takes a pasted list as choices, each once', () => {
    const rows = addedChoices(formOf(field).choices, 'gold\nSilver\r\n\n silver \nBronze')
    expect(rows.map(({ label }) => label)).toEqual(['Basic', 'Gold', 'Silver', 'Bronze'])
    expect(new Set(rows.map(({ row }) => row)).size).toBe(4)
  })

  it('moves by one place, and not past the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })

  it('sends defaults as their type asks', () => {
    expect(defaultOf({ ...newField, type: 'number', defaultText: '7.5' })).toBe(7.5)
    expect(defaultOf({ ...newField, type: 'number', defaultText: '1.234,5' })).toBe('1.234,5')
    expect(defaultOf({ ...newField, type: 'yes_no', defaultText: 'false' })).toBe(false)
    expect(defaultOf({ ...newField, type: 'multi_choice', defaultChoices: ['a'] })).toEqual(['a'])
    expect(defaultOf({ ...newField, defaultText: '  ' })).toBeNull()
  })

  it('makes what the server takes, and never a unique field of a type that cannot be', () => {
    const create = toCreate({ ...newField, label: 'Notes', type: 'long_text', unique: true }, 'company')
    expect(CreateCustomField.safeParse(create).success).toBe(true)
    expect(create.unique).toBe(false)
  })

  it('CF-09 defuses formulas in the file of failures', () => {
    expect(csvOf([['=1+1', 'say "hi"', 'plain']])).toBe('\uFEFF"\'=1+1","say ""hi""","plain"\r\n')
  })
})

const rule: ScoringRule = {
  id: '0193a000-0000-7000-8000-000000000002',
  name: 'Meetings',
  part: 'engagement',
  condition: { activity: { types: ['meeting'], withinDays: 30, per: 'each', atLeast: 1 } },
  points: 10,
  cap: 30,
  halfLifeDays: 14,
  disqualifies: false,
  active: true,
  broken: null,
  position: 2,
  matches: 4,
  version: 1,
}

describe('scoring rules', () => {
  it('come back from the form as they went in', () => {
    const { id: _, part: __, broken: ___, matches: ____, version: _____, ...same } = rule
    expect(toRule(ruleFormOf(rule), rule.position)).toEqual(same)
    expect(WriteScoringRule.safeParse(toRule(ruleFormOf(rule), 2)).success).toBe(true)
  })

  it('a rule about the record has neither cap nor half-life, whatever was typed before', () => {
    const form = { ...ruleFormOf(rule), kind: 'fields' as const, filter: { field: 'email', op: 'not_empty' as const } }
    expect(toRule(form, 0)).toMatchObject({ cap: null, halfLifeDays: null })
  })

  it('LS-04 a cap goes the way of the points', () => {
    expect(ruleFaults({ ...ruleFormOf(rule), points: '-5', cap: '20' })).toEqual(['cap'])
    expect(ruleFaults({ ...ruleFormOf(rule), points: '−5', cap: '−20' })).toEqual([])
  })

  it('names each field that is missing', () => {
    expect(ruleFaults({ ...newRule, points: '' })).toEqual(['name', 'filter', 'points'])
    expect(
      ruleFaults({
        ...newRule,
        name: 'x',
        kind: 'activity',
        types: [],
        withinDays: '0',
        atLeast: '1.5',
        points: '200',
      }),
    ).toEqual(['types', 'withinDays', 'atLeast', 'points'])
  })

  it('LS-04 a disqualifier needs no points', () => {
    const form = { ...ruleFormOf(rule), disqualifies: true, points: '' }
    expect(ruleFaults(form)).toEqual([])
    expect(toRule(form, 0)).toMatchObject({ points: 0, disqualifies: true, cap: null, halfLifeDays: null })
  })
})

const canada: Jurisdiction = {
  country: 'CA',
  law: 'CASL',
  businessRule: 'opt_in_or_relation',
  personalRule: 'opt_in_or_relation',
  purchaseMonths: 24,
  inquiryMonths: 6,
  tracking: 'individual',
  optOutWithin: null,
  note: null,
  source: 'https://example.org/casl',
  reviewedOn: '2026-11-23',
  changed: false,
  contacts: 2,
  version: 1,
}

describe('consent rules', () => {
  it('come back from the form as they went in', () => {
    const { country: _, changed: __, contacts: ___, version: ____, ...same } = canada
    expect(toConsentRule(draftOf(canada))).toEqual(same)
  })

  it('ask for confirmation for what becomes looser, and only for that', () => {
    expect(loosened(canada, { ...canada, purchaseMonths: 36, inquiryMonths: 3 })).toEqual(['purchaseMonths'])
    expect(loosened(canada, { ...canada, businessRule: 'opt_out', personalRule: 'opt_in' })).toEqual(['businessRule'])
    expect(loosened({ ...canada, tracking: 'aggregate' }, { ...canada, tracking: 'consent' })).toEqual(['tracking'])
    const reworded = { ...canada, law: 'Another', note: 'x' }
    expect(loosened(canada, reworded)).toEqual([])
  })

  it('no months are endless where relations count, and nothing where consent is asked for', () => {
    expect(loosened(canada, { ...canada, purchaseMonths: null })).toEqual(['purchaseMonths'])
    const strict = { ...canada, businessRule: 'opt_in', personalRule: 'opt_in' } as const
    expect(loosened(strict, { ...strict, purchaseMonths: null })).toEqual([])
    expect(loosened({ ...strict, purchaseMonths: null }, strict)).toEqual(['purchaseMonths'])
  })

  it('a country nobody listed begins with the strictest rule', () => {
    const draft = newDraft('2026-11-23')
    expect(loosened(toConsentRule(draft), toConsentRule(draft))).toEqual([])
    expect(loosened(canada, { ...canada, ...toConsentRule(draft) })).toEqual([])
    expect(draftFaults(draft)).toEqual(['country', 'law', 'source'])
  })

  it('are found by name without accents, by code and by law', () => {
    const names: Record<string, string> = { CA: 'Canada', CI: 'Côte d’Ivoire' }
    const rules = [canada, { ...canada, country: 'CI', law: 'Not examined', contacts: 9 }]
    const found = (text: string) =>
      shownRules(rules, text, 'country', (code) => names[code] ?? code).map((r) => r.country)
    expect(found('cote')).toEqual(['CI'])
    expect(found('casl')).toEqual(['CA'])
    expect(shownRules(rules, '', 'contacts', (code) => code).map((r) => r.country)).toEqual(['CI', 'CA'])
  })
})

describe('users', () => {
  const user = (name: string, active: boolean, contacts: number): User => ({
    id: name,
    name,
    email: null,
    active,
    roles: [],
    grantedRoles: [],
    contacts,
    lastSeenAt: null,
  })

  it('who left and still owns contacts comes first, who left without any comes last', () => {
    const users = [user('Ann', true, 3), user('Bo', false, 0), user('Cy', false, 2), user('Abe', true, 0)]
    expect(shownUsers(users, '').map(({ name }) => name)).toEqual(['Cy', 'Abe', 'Ann', 'Bo'])
  })
})

describe('the audit log', () => {
  it('asks for whole local days', () => {
    expect(startOfDay('')).toBe('')
    expect(new Date(startOfDay('2026-12-31', 1)).getTime()).toBe(new Date(2027, 0, 1).getTime())
  })

  it('leaves empty details out', () => {
    expect(detailsText({ name: 'VIP', points: { before: 1 }, none: null, list: [] })).toBe(
      'name: VIP · points: {"before":1}',
    )
  })
})

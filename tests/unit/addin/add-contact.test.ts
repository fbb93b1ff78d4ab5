import { describe, expect, it } from 'vitest'
import { companyFromAddress } from '../../../addin/features/add-contact/company-name.ts'
import { parseDisplayName } from '../../../addin/features/add-contact/display-name.ts'
import { proposedDraft, toCreateInput } from '../../../addin/features/add-contact/new-contact.ts'

describe('names from the display name', () => {
  it.each([
    ['Ann Smith', 'Ann', 'Smith'],
    ['Smith, Ann', 'Ann', 'Smith'],
    ['Weiß, Dr. Jürgen (Müller Maschinenbau)', 'Jürgen', 'Weiß'],
    ['"Smith, Ann"', 'Ann', 'Smith'],
    ['Prof. Dr. Anna-Lena Graf von Berg', 'Anna-Lena Graf', 'von Berg'],
    ['Jan van der Berg', 'Jan', 'van der Berg'],
    ['María de la Cruz', 'María', 'de la Cruz'],
    ['Li Bo', 'Li', 'Bo'],
    ['Ann Smith | Acme', 'Ann', 'Smith'],
    ['Ann Smith via Calendly', 'Ann', 'Smith'],
    ['Madonna', 'Madonna', ''],
  ])('CR-01 splits %s', (display, firstName, lastName) => {
    expect(parseDisplayName(display)).toEqual({ firstName, lastName })
  })

  it.each(['ACME Support', 'ann@acme.example', 'Kundenservice', 'Müller GmbH', 'No-Reply', 'Team 42', '', null])(
    'CR-02 copies nothing from %s',
    (display) => {
      expect(parseDisplayName(display)).toEqual({ firstName: '', lastName: '' })
    },
  )
})

describe('company from the address', () => {
  const freeMail = new Set(['gmail.com', 'gmx.de', 'yahoo.co.uk'])
  it.each([
    ['ann@acme.example', 'Acme'],
    ['ann@mail.acme.example', 'Acme'],
    ['ann@acme.co.uk', 'Acme'],
    ['ann@bergstrom-timber.example', 'Bergstrom Timber'],
    ['ann@gmail.com', ''],
    ['ann@yahoo.co.uk', ''],
    ['ann@localhost', ''],
    ['not an address', ''],
  ])('CR-09 %s: %s', (address, company) => {
    expect(companyFromAddress(address, freeMail)).toBe(company)
  })
})

describe('the add form', () => {
  it('sends only what is filled in', () => {
    const values = {
      firstName: ' Ann ',
      lastName: '',
      email: 'ann@acme.example',
      company: 'Acme',
      jobTitle: '',
      phone: '',
      mobile: '',
    }
    expect(toCreateInput({ ...proposedDraft(values), tags: ['Fair'] })).toEqual({
      firstName: 'Ann',
      email: 'ann@acme.example',
      company: 'Acme',
      source: 'Outlook',
      tags: ['Fair'],
    })
  })
})

import { describe, expect, it } from 'vitest'
import { companyName } from '../../../server/companies/companies.ts'
import { splitName } from '../../../server/contacts/names.ts'

describe('names', () => {
  it('CR-01 CR-02 are split with care, and what is no name stays empty', () => {
    expect(splitName('Zoë Müller')).toEqual({ firstName: 'Zoë', lastName: 'Müller' })
    expect(splitName('Müller, Zoë')).toEqual({ firstName: 'Zoë', lastName: 'Müller' })
    expect(splitName('"Jan van Dijk (Extern)"')).toEqual({ firstName: 'Jan van', lastName: 'Dijk' })
    expect(splitName('Bo')).toEqual({ firstName: 'Bo', lastName: null })
    for (const display of [
      null,
      '',
      'ann@x.example',
      'ACME Support',
      'Halden GmbH',
      'Team Ulm',
      '+49 89 1234',
      'a b c d e f',
    ]) {
      expect(splitName(display)).toEqual({ firstName: null, lastName: null })
    }
  })

  it('a company is first called after its domain', () => {
    expect(companyName('north-star.example')).toBe('North Star')
    expect(companyName('mail.acme.co.uk')).toBe('Acme')
  })
})

import type { IdForm } from '../ids.ts'

/** What a request's Prefer header asks of an Outlook answer, and what may be confirmed back. */
export interface Preferences {
  idForm: IdForm
  maxPageSize: number | undefined
  textBodies: boolean
  applied: string[]
}

export function readPreferences(header: string | undefined): Preferences {
  const found: Preferences = { idForm: 'rest', maxPageSize: undefined, textBodies: false, applied: [] }
  for (const part of (header ?? '').split(',').map((text) => text.trim())) {
    const [name = '', value = ''] = part.split('=').map((text) => text.trim().replaceAll('"', ''))
    if (name.toLowerCase() === 'idtype' && value.toLowerCase() === 'immutableid') {
      found.idForm = 'immutable'
      found.applied.push('IdType="ImmutableId"')
    } else if (name.toLowerCase() === 'odata.maxpagesize' && Number(value) > 0) {
      found.maxPageSize = Math.floor(Number(value))
      found.applied.push(`odata.maxpagesize=${found.maxPageSize}`)
    } else if (name.toLowerCase() === 'outlook.body-content-type' && value.toLowerCase() === 'text') {
      found.textBodies = true
      found.applied.push('outlook.body-content-type="text"')
    }
  }
  return found
}

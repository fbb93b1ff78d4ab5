import type { Company, EditCompanyInput } from '../../../server/companies/schema.ts'
import { api } from '../../api/session.ts'
import { customDraft, customInput } from '../custom-fields/custom-value.ts'
import { customPrefix, type Draft, isList, isReference, type Value } from '../editing/draft.ts'
import type { Editing } from '../editing/save-draft.ts'

/** The fields of the form, in their order on screen. Custom fields follow. */
export const companyFields = ['name', 'domains', 'website', 'phone', 'country', 'owner'] as const
export type CompanyField = (typeof companyFields)[number]

export const emptyCompany: Draft = { name: '', domains: [], website: '', phone: '', country: '', owner: null }

export function companyDraft({ name, domains, website, phone, phoneDisplay, ...company }: Company): Draft {
  return {
    name,
    domains,
    website,
    phone: phoneDisplay ?? phone,
    country: company.country,
    owner: company.owner && { id: company.owner.id, name: company.owner.name },
    ...customDraft(company.customFields),
  }
}

/** The fields given as the API takes them, blanks as null. */
export function companyInput(draft: Draft, fields: readonly string[]): EditCompanyInput {
  const own = fields.filter((field) => !field.startsWith(customPrefix))
  const customFields = customInput(draft, [...fields])
  return {
    ...Object.fromEntries(own.map((field) => wireField(field, draft[field] ?? null))),
    ...(customFields ? { customFields } : {}),
  }
}

function wireField(field: string, value: Value): [string, unknown] {
  if (field === 'owner') return ['ownerId', isReference(value) ? value.id : null]
  if (field === 'domains') return [field, isList(value) ? [...value] : []]
  if (field === 'name') return [field, typeof value === 'string' ? value.trim() : '']
  return [field, typeof value === 'string' ? value.trim() || null : value]
}

export const companyEditing: Editing<Company> = {
  draftOf: companyDraft,
  send: (company, draft, fields) => {
    const body: EditCompanyInput = { ...companyInput(draft, fields), version: company.version }
    return api.patch<Company>(`/companies/${company.id}`, { body })
  },
}

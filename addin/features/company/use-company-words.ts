import '../editing/texts.ts'
import { useTranslation } from 'react-i18next'
import { countryName } from '../../ui/format.ts'
import { useCustomFields } from '../custom-fields/use-custom-fields.ts'
import { customPrefix, isList, isReference, type Value } from '../editing/draft.ts'
import type { CompanyField } from './company-draft.ts'

/** Names and readable values of a company's fields, custom ones included, by their name in a draft. */
export function useCompanyWords() {
  const { t } = useTranslation(['forms', 'translation'])
  const custom = useCustomFields('company')
  const own = (field: CompanyField) =>
    field === 'phone' || field === 'country' ? t(`translation:edit.${field}`) : t(`field.${field}`)
  return {
    label: (field: string) => (field.startsWith(customPrefix) ? custom.label(field) : own(field as CompanyField)),
    text: (field: string, value: Value): string => {
      if (field.startsWith(customPrefix)) return custom.text(field, value)
      if (isReference(value)) return value.name
      if (isList(value)) return value.join(', ')
      if (!value) return ''
      return field === 'country' ? countryName(String(value)) : String(value)
    },
  }
}

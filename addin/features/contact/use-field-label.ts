import '../editing/texts.ts'
import { useTranslation } from 'react-i18next'
import { countryName } from '../../ui/format.ts'
import { useCustomFields } from '../custom-fields/use-custom-fields.ts'
import { customPrefix, isList, isReference, type Value } from '../editing/draft.ts'
import type { ContactField } from './contact-draft.ts'

/** The name of a contact's own field on screen. */
export function useFieldLabel(): (field: ContactField) => string {
  const { t } = useTranslation(['translation', 'forms'])
  return (field) => (field === 'owner' || field === 'source' ? t(`forms:field.${field}`) : t(`edit.${field}`))
}

/** Names and readable values of a contact's fields, custom ones included, by their name in a draft. */
export function useContactWords() {
  const { t } = useTranslation()
  const label = useFieldLabel()
  const custom = useCustomFields('contact')
  return {
    label: (field: string) => (field.startsWith(customPrefix) ? custom.label(field) : label(field as ContactField)),
    text: (field: string, value: Value): string => {
      if (field.startsWith(customPrefix)) return custom.text(field, value)
      if (isReference(value)) return value.name
      if (isList(value)) return value.join(', ')
      if (!value) return ''
      if (field === 'country') return countryName(String(value))
      if (field === 'role') return t(`role.${value as 'other'}`)
      if (field === 'status') return t(`status.${value as 'active'}`)
      return String(value)
    },
  }
}

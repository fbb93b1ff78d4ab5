import '../editing/texts.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CustomFieldEntity } from '../../../server/custom-fields/schema.ts'
import { customPrefix, type Value } from '../editing/draft.ts'
import { usersQuery } from '../editing/users-query.ts'
import { customFieldsQuery } from './custom-fields-query.ts'
import { customText } from './custom-value.ts'

/** Labels and readable values of custom fields, by their name in a draft (`custom.<key>`). */
export function useCustomFields(entity: CustomFieldEntity) {
  const { t } = useTranslation('forms')
  const { data: fields = [] } = useQuery(customFieldsQuery(entity))
  const { data: users = [] } = useQuery({ ...usersQuery, enabled: fields.some(({ type }) => type === 'user') })
  const byName = (name: string) => fields.find((field) => customPrefix + field.key === name)
  return {
    fields,
    label: (name: string): string => byName(name)?.label ?? name.slice(customPrefix.length),
    text: (name: string, value: Value | undefined): string => {
      const field = byName(name)
      if (field) return customText(field, value, users, { yes: t('yes'), no: t('no') })
      return value === null || value === undefined ? '' : String(value)
    },
  }
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import { type FormField, type StandardField, standardFields } from '../../../server/forms/schema.ts'
import { customFieldsQuery } from '../../features/custom-fields/custom-fields-query.ts'

/** Whom strangers cannot be asked about is no answer of theirs; unique and sensitive values would tell on others. */
const mayBeAsked = ({ type, unique, sensitive }: CustomField): boolean => type !== 'user' && !unique && !sensitive

interface FieldChoice {
  key: string
  label: string
}

/** The fields a form may ask for, and what each is called here. */
export function useFieldChoices(): {
  standard: FieldChoice[]
  custom: FieldChoice[]
  nameOf: (field: FormField) => string
} {
  const { t } = useTranslation('marketingForms')
  const { data: fields = [] } = useQuery(customFieldsQuery('contact'))
  const standard = standardFields.map((key: StandardField) => ({ key, label: t(`fieldKey.${key}`) }))
  const custom = fields.filter(mayBeAsked).map(({ key, label }) => ({ key: `custom.${key}`, label }))
  const known = new Map([...standard, ...custom].map(({ key, label }) => [key, label]))
  return { standard, custom, nameOf: ({ key, label }) => known.get(key) ?? (label || t('goneField')) }
}

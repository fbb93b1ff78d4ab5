import { useTranslation } from 'react-i18next'
import type { CustomField, CustomValue } from '../../../server/custom-fields/schema.ts'
import type { ColumnMapping } from '../../../server/import/schema.ts'
import { useContactWords } from '../../features/contact/use-field-label.ts'
import { type BuiltInChoice, choicesOfBuiltIn, customKey, isBuiltIn } from './catalogue.ts'

export interface Choice {
  id: string
  label: string
}

const isBuiltInChoice = (target: string): target is BuiltInChoice => Object.hasOwn(choicesOfBuiltIn, target)

/**
 * Names of where columns go, and of the choices that are there.
 * @param made columns as mapped, where fields they are yet to make have to be named too
 */
export function useTargetWords(fields: readonly CustomField[], made: readonly ColumnMapping[] = []) {
  const { t } = useTranslation(['imports', 'translation'])
  const contact = useContactWords()
  const label = (target: string): string => {
    if (isBuiltIn(target)) return t(`target.${target}`)
    const own = fields.find(({ key }) => key === customKey(target))
    // The server calls a field that is yet to be made after its column.
    const column = /^custom\.new_(\d+)$/.exec(target)?.[1]
    return own?.label ?? made[Number(column)]?.field?.label ?? t('goneField')
  }
  const choiceLabel = (target: BuiltInChoice, id: string): string => {
    switch (target) {
      case 'role':
        return t(`translation:role.${id as 'other'}`)
      case 'status':
        return t(`translation:status.${id as 'active'}`)
      case 'consent.status':
        return t(`consentStatus.${id as 'unknown'}`)
      case 'consent.type':
        return t(`consentType.${id as 'imported'}`)
      case 'consent.basis':
        return t(`consentBasis.${id as 'consent'}`)
    }
  }
  return {
    label,
    /** Of a column as it is mapped: a field that is yet to be made has its name there. */
    columnLabel: (one: ColumnMapping): string =>
      one.target === 'new' && one.field ? t('newField', { label: one.field.label }) : label(one.target),
    choices: (target: string): Choice[] => {
      if (isBuiltInChoice(target)) return choicesOfBuiltIn[target].map((id) => ({ id, label: choiceLabel(target, id) }))
      const custom = fields.find(({ key }) => key === customKey(target))
      return custom?.choices.filter(({ archived }) => !archived) ?? []
    },
    /** A field of a contact, as changes name it. */
    fieldLabel: (field: string): string => {
      if (field === 'tagsAdded' || field === 'tagsRemoved' || field === 'bounced') return t(`rows.${field}`)
      const name = targetOfField(field)
      return name.startsWith('custom.') || isBuiltIn(name) ? label(name) : field
    },
    /** A value before or after a change, as people read it. */
    text: (field: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') return ''
      if (field === 'company' || field === 'owner') return String(value)
      if (isBuiltInChoice(field)) return choiceLabel(field, String(value)) ?? String(value)
      if (typeof value === 'object' && !Array.isArray(value)) {
        return 'name' in value ? String(value.name) : JSON.stringify(value)
      }
      if (Array.isArray(value) && !field.startsWith('customFields.')) return value.map(String).join(', ')
      return contact.text(targetOfField(field), value as CustomValue)
    },
  }
}

/** Changes name fields as they are stored. */
const targetOfField = (field: string): string => field.replace(/^customFields\./, 'custom.')

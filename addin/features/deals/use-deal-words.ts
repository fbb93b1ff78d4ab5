import './texts.ts'
import { useTranslation } from 'react-i18next'
import { isReference, type Value } from '../editing/draft.ts'
import { dayText } from './days.ts'
import type { DealField } from './deal-draft.ts'
import { moneyText } from './money.ts'

/** Names and readable values of a deal's fields, by their name in a draft. */
export function useDealWords() {
  const { t } = useTranslation('deals')
  return {
    label: (field: string): string => t(`field.${field as DealField}`),
    text: (field: string, value: Value): string => {
      if (isReference(value)) return value.name
      if (value === null || value === '') return ''
      if (field === 'expectedClose') return dayText(String(value))
      const [amount = '', currency] = String(value).split(' ')
      // In the history an amount stands with its currency.
      return field === 'amount' && currency ? moneyText(amount, currency) : String(value)
    },
  }
}

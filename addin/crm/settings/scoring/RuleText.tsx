import { useTranslation } from 'react-i18next'
import type { RuleCondition } from '../../../../server/scoring/schema.ts'
import { FilterSummary } from '../../../features/filter/FilterSummary.tsx'
import { locale } from '../../../ui/i18n.ts'

/** The condition of a rule in words. */
export function RuleText({ condition }: { condition: RuleCondition }) {
  const { t } = useTranslation('settings')
  const { t: texts } = useTranslation()
  if ('filter' in condition) return <FilterSummary filter={condition.filter} />
  const { types, withinDays, per, atLeast } = condition.activity
  const names = new Intl.ListFormat(locale(), { type: 'disjunction' }).format(
    types.map((type) => texts(`activity.${type}`)),
  )
  return [
    t(`scoring.per.${per}`, { types: names }),
    atLeast > 1 ? t('scoring.ifAtLeast', { count: atLeast }) : null,
    withinDays === null ? null : t('scoring.inDays', { count: withinDays }),
  ]
    .filter(Boolean)
    .join(', ')
}

import './texts.ts'
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Deal } from '../../../server/deals/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { dayText, isPast } from './days.ts'
import { moneyText } from './money.ts'

const useStyles = makeStyles({
  line: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  late: { color: tokens.colorStatusDangerForeground1 },
  money: { ...typographyStyles.caption1Strong, color: tokens.colorNeutralForeground1 },
  won: { color: tokens.colorStatusSuccessForeground1 },
})

/** Stage and amount of a deal, and when it is expected or was closed. */
export function DealFacts({ deal, withStage = true }: { deal: Deal; withStage?: boolean }) {
  const styles = useStyles()
  const { stage, amount, currency } = deal
  const money = amount !== null && currency !== null ? moneyText(amount, currency) : null
  const first = [withStage ? stage.name : null, money].filter(Boolean).join(' · ')
  return (
    <>
      {first && (
        <p
          className={mergeClasses(
            styles.line,
            !withStage && styles.money,
            withStage && stage.outcome === 'won' && styles.won,
          )}
        >
          {first}
        </p>
      )}
      <When deal={deal} />
    </>
  )
}

function When({ deal }: { deal: Deal }) {
  const styles = useStyles()
  const { t } = useTranslation('deals')
  const { closedAt, closeReason, expectedClose } = deal
  if (closedAt) {
    const parts = [t('closedOn', { date: shortDate(closedAt) }), closeReason]
    return <p className={styles.line}>{parts.filter(Boolean).join(': ')}</p>
  }
  if (!expectedClose) return null
  const late = isPast(expectedClose)
  return (
    <p className={mergeClasses(styles.line, late && styles.late)}>
      {t(late ? 'overdue' : 'due', { date: dayText(expectedClose) })}
    </p>
  )
}

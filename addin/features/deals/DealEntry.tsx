import './texts.ts'
import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { dealLink } from './deal-link.ts'
import { moneyText } from './money.ts'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, max-content) 1fr',
    columnGap: tokens.spacingHorizontalS,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  link: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, justifySelf: 'start' },
})

/** What an entry of a deal tells of it as it was then, and the way to the deal as it is now. */
export default function DealEntry({ details }: { details: Record<string, unknown> }) {
  const styles = useStyles()
  const { t } = useTranslation('deals')
  const { dealId, stage, amount, currency, reason } = details
  const money = typeof amount === 'string' && typeof currency === 'string' ? moneyText(amount, currency) : null
  const facts = [
    ['stage', stage],
    ['amount', money],
    ['reason', reason],
  ] as const
  return (
    <>
      <dl className={styles.list}>
        {facts.map(
          ([name, value]) =>
            typeof value === 'string' && (
              <Fragment key={name}>
                <dt className={styles.name}>{t(`entry.${name}`)}</dt>
                <dd className={styles.value}>{value}</dd>
              </Fragment>
            ),
        )}
      </dl>
      {typeof dealId === 'string' && (
        <Link className={styles.link} {...dealLink(dealId)}>
          <OpenRegular aria-hidden />
          {t('entry.open')}
        </Link>
      )}
    </>
  )
}

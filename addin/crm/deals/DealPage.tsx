import '../texts/deals.ts'
import '../../features/deals/texts.ts'
import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { HandshakeRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { Deal } from '../../../server/deals/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { DealFacts } from '../../features/deals/DealLines.tsx'
import { dealQuery } from '../../features/deals/deals-query.ts'
import { useDealWords } from '../../features/deals/use-deal-words.ts'
import ChangeHistory from '../../features/history/ChangeHistory.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingContact } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { Panel } from '../contact/Panel.tsx'
import { useTitle } from '../shell/use-title.ts'
import { DealActions } from './DealActions.tsx'
import { DealPeople } from './DealPeople.tsx'
import { DealRecord } from './DealRecord.tsx'

const wide = '@media (min-width: 1000px)'

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  icon: {
    display: 'grid',
    placeItems: 'center',
    width: '40px',
    height: '40px',
    fontSize: '24px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  who: { flex: '1 1 240px', minWidth: 0 },
  name: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: 'anywhere' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    [wide]: { gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 4fr)' },
  },
  column: { minWidth: 0, [wide]: { ':last-child': { borderLeft: `1px solid ${tokens.colorNeutralStroke2}` } } },
})

/** One deal in full: record, who takes part, what was changed. */
export default function DealPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation('dealPages')
  const deal = useQuery(dealQuery(id))
  useTitle(deal.data?.name)
  if (deal.error instanceof ApiProblem && (deal.error.status === 404 || deal.error.status === 422)) {
    return (
      <Message icon={<HandshakeRegular />} title={t('page.gone')} text={t('page.goneText')}>
        <Link href="#/deals">{t('page.toAll')}</Link>
      </Message>
    )
  }
  if (deal.isError && !deal.data) return <Failed error={deal.error} retry={deal.refetch} />
  if (!deal.data) return <LoadingContact />
  return <Shown key={id} deal={deal.data} />
}

function Shown({ deal }: { deal: Deal }) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const words = useDealWords()
  return (
    <>
      <header className={styles.head}>
        <span className={styles.icon} aria-hidden="true">
          <HandshakeRegular />
        </span>
        <div className={styles.who}>
          <h1 className={styles.name}>{deal.name}</h1>
          <DealFacts deal={deal} />
        </div>
        <DealActions deal={deal} />
      </header>
      <div className={styles.columns}>
        <div className={styles.column}>
          <DealRecord deal={deal} />
        </div>
        <div className={styles.column}>
          <DealPeople deal={deal} />
          <Panel title={t('page.history')}>
            <ChangeHistory of="deals" id={deal.id} labelOf={words.label} show={words.text} />
          </Panel>
        </div>
      </div>
    </>
  )
}

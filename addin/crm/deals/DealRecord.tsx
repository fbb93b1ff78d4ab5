import '../texts/deals.ts'
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deal } from '../../../server/deals/schema.ts'
import { dayText } from '../../features/deals/days.ts'
import { EditDeal } from '../../features/deals/EditDeal.tsx'
import { moneyText } from '../../features/deals/money.ts'
import { useMayWriteDeals } from '../../features/deals/rights.ts'
import { useDealWords } from '../../features/deals/use-deal-words.ts'
import { Instant } from '../../ui/Instant.tsx'
import { useFocusAfter } from '../../ui/parts/focus.ts'
import { Panel } from '../contact/Panel.tsx'
import { RecordRows, type Row } from '../contact/RecordRows.tsx'

const useStyles = makeStyles({ form: { marginInline: `calc(-1 * ${tokens.spacingHorizontalL})` } })

/** Every field of a deal, edited one by one or all at once. */
export function DealRecord({ deal }: { deal: Deal }) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const [editing, setEditing] = useState(false)
  const opener = useFocusAfter(editing)
  const mayWrite = useMayWriteDeals()
  const rows = useRows(deal, mayWrite)
  if (editing) {
    return (
      <Panel title={t('page.details')}>
        <div className={styles.form}>
          <EditDeal deal={deal} onDone={() => setEditing(false)} />
        </div>
      </Panel>
    )
  }
  return (
    <Panel
      title={t('page.details')}
      action={
        mayWrite && (
          <Button id={opener} size="small" icon={<EditRegular />} onClick={() => setEditing(true)}>
            {t('page.edit')}
          </Button>
        )
      }
    >
      <RecordRows
        rows={rows}
        editor={(field, done) => <EditDeal deal={deal} only={together[field] ?? [field]} onDone={done} />}
      />
    </Panel>
  )
}

/** What is asked for at once: an amount is none without its currency, and a final stage asks why. */
const together: Readonly<Record<string, readonly string[]>> = {
  amount: ['amount', 'currency'],
  stage: ['stage', 'closeReason'],
}

function useRows(deal: Deal, mayWrite: boolean): Row[] {
  const { t } = useTranslation('dealPages')
  const words = useDealWords()
  const { amount, currency, company, expectedClose, closedAt } = deal
  const values = {
    name: deal.name,
    company: company && <Link href={`#/companies/${company.id}`}>{company.name}</Link>,
    amount: amount !== null && currency !== null && moneyText(amount, currency),
    stage: deal.stage.name,
    ...(closedAt ? { closeReason: deal.closeReason } : {}),
    owner: deal.owner?.name,
    expectedClose: expectedClose && dayText(expectedClose),
  }
  const kept = {
    stageSince: deal.stageSince,
    ...(closedAt ? { closedAt } : {}),
    createdAt: deal.createdAt,
    updatedAt: deal.updatedAt,
  }
  return [
    ...Object.entries(values).map(([field, value]) => ({
      field,
      label: words.label(field),
      value: value ?? null,
      fixed: !mayWrite,
    })),
    ...Object.entries(kept).map(([field, at]) => ({
      field,
      label: t(`page.${field as keyof typeof kept}`),
      value: <Instant at={at} />,
      fixed: true,
    })),
    { field: 'createdBy', label: t('page.createdBy'), value: deal.createdBy?.name ?? null, fixed: true },
  ]
}

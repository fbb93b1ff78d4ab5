import '../texts/deals.ts'
import { Link, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Deal, DealStageReference } from '../../../server/deals/schema.ts'
import { DealMenu } from '../../features/deals/DealMenu.tsx'
import { dayText } from '../../features/deals/days.ts'
import { moneyText } from '../../features/deals/money.ts'
import { Instant } from '../../ui/Instant.tsx'
import { useHidden } from '../../ui/parts/hidden.ts'

const small = '@media (max-width: 819px)'

const useStyles = makeStyles({
  table: { ...typographyStyles.body1, width: '100%', borderCollapse: 'collapse' },
  head: { [small]: { position: 'absolute', clipPath: 'inset(50%)', height: '1px', overflow: 'hidden' } },
  column: {
    ...typographyStyles.caption1Strong,
    textAlign: 'start',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
  },
  number: { textAlign: 'end', [small]: { textAlign: 'start' } },
  sort: {
    font: 'inherit',
    color: 'inherit',
    border: 'none',
    padding: '2px 0',
    backgroundColor: 'transparent',
    cursor: 'pointer',
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    minHeight: '24px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  row: {
    [small]: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      paddingBlock: tokens.spacingVerticalXS,
    },
  },
  cell: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    verticalAlign: 'top',
    [small]: { borderBottom: 'none', paddingBlock: '2px', gridColumn: 1, ':empty': { display: 'none' } },
  },
  actions: { textAlign: 'end', width: '40px', [small]: { gridColumn: 2, gridRow: 1 } },
})

const columns = ['name', 'company', 'stage', 'amount', 'owner', 'expectedClose', 'updatedAt'] as const
const sortable: readonly string[] = ['name', 'stage', 'amount', 'expectedClose', 'updatedAt']

interface Props {
  deals: readonly Deal[]
  sort: string
  onSort: (sort: string) => void
  /** Absent for who may only look. */
  onMove?: ((deal: Deal, stage: DealStageReference) => void) | undefined
}

/** The deals as a table; on narrow screens each is a block of lines. */
export function DealTable({ deals, sort, onSort, onMove }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const hidden = useHidden()
  return (
    <table className={styles.table} aria-label={t('list.label')}>
      <thead className={styles.head}>
        <tr>
          {columns.map((column) => (
            <Head key={column} column={column} sort={sort} onSort={onSort} />
          ))}
          {onMove && (
            <th className={styles.column} scope="col">
              <span className={hidden}>{t('list.moves')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {deals.map((deal) => (
          <tr key={deal.id} className={styles.row}>
            <th className={styles.cell} scope="row">
              <Link href={`#/deals/${deal.id}`}>{deal.name}</Link>
            </th>
            <td className={styles.cell}>
              {deal.company && <Link href={`#/companies/${deal.company.id}`}>{deal.company.name}</Link>}
            </td>
            <td className={styles.cell}>{deal.stage.name}</td>
            <td className={mergeClasses(styles.cell, styles.number)}>
              {deal.amount !== null && deal.currency !== null && moneyText(deal.amount, deal.currency)}
            </td>
            <td className={styles.cell}>{deal.owner?.name}</td>
            <td className={styles.cell}>{deal.expectedClose && dayText(deal.expectedClose)}</td>
            <td className={styles.cell}>
              <Instant at={deal.updatedAt} />
            </td>
            {onMove && (
              <td className={mergeClasses(styles.cell, styles.actions)}>
                <DealMenu deal={deal} onMove={onMove} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Head({ column, sort, onSort }: { column: (typeof columns)[number] } & Pick<Props, 'sort' | 'onSort'>) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const by = sort.replace(/^-/, '')
  const down = sort.startsWith('-')
  const className = mergeClasses(styles.column, column === 'amount' && styles.number)
  if (!sortable.includes(column)) {
    return (
      <th className={className} scope="col">
        {t(`list.${column}`)}
      </th>
    )
  }
  const here = by === column
  return (
    <th className={className} scope="col" aria-sort={here ? (down ? 'descending' : 'ascending') : undefined}>
      <button type="button" className={styles.sort} onClick={() => onSort(here && !down ? `-${column}` : column)}>
        {t(`list.${column}`)}
        {here && (down ? <ArrowDownRegular aria-hidden /> : <ArrowUpRegular aria-hidden />)}
      </button>
    </th>
  )
}

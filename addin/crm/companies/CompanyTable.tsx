import '../texts/record.ts'
import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Company } from '../../../server/companies/schema.ts'
import { countryName } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'

const small = '@media (max-width: 819px)'

const useStyles = makeStyles({
  table: { ...typographyStyles.body1, width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  head: { [small]: { position: 'absolute', clipPath: 'inset(50%)', height: '1px', overflow: 'hidden' } },
  column: {
    ...typographyStyles.caption1Strong,
    textAlign: 'start',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
  },
  name: { width: '26%' },
  domains: { width: '26%' },
  number: { textAlign: 'end', width: '88px' },
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
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    [small]: { display: 'grid', gridTemplateColumns: '1fr auto', columnGap: '8px', paddingBlock: '8px' },
  },
  cell: {
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalS}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'baseline',
    [small]: { paddingBlock: '2px', paddingInline: 0 },
  },
  first: { ...typographyStyles.body1Strong, [small]: { gridColumn: '1 / -1' } },
  reach: { display: 'inline-block', paddingBlock: '2px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  less: { [small]: { display: 'none' } },
})

interface Props {
  companies: Company[]
  sort: string
  onSort: (sort: string) => void
}

const columns = [
  ['name', true],
  ['domains', false],
  ['country', false],
  ['owner', false],
  ['contacts', true],
  ['lastActivityAt', true],
] as const

/** One line a company; a card each where there is no room for columns. */
export function CompanyTable({ companies, sort, onSort }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const down = sort.startsWith('-')
  const by = down ? sort.slice(1) : sort
  const turned = (column: string) =>
    by === column ? (down ? column : `-${column}`) : column === 'name' ? column : `-${column}`
  const Arrow = down ? ArrowDownRegular : ArrowUpRegular
  return (
    <table className={styles.table} aria-label={t('list.label')}>
      <thead className={styles.head}>
        <tr>
          {columns.map(([column, sorts]) => (
            <th
              key={column}
              scope="col"
              className={`${styles.column} ${column === 'name' || column === 'domains' ? styles[column] : ''} ${column === 'contacts' ? styles.number : ''}`}
              aria-sort={by === column ? (down ? 'descending' : 'ascending') : undefined}
            >
              {sorts ? (
                <button type="button" className={styles.sort} onClick={() => onSort(turned(column))}>
                  {t(`list.${column}`)}
                  {by === column && <Arrow aria-hidden />}
                </button>
              ) : (
                t(`list.${column}`)
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {companies.map((company) => (
          <CompanyRow key={company.id} company={company} />
        ))}
      </tbody>
    </table>
  )
}

function CompanyRow({ company }: { company: Company }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  return (
    <tr className={styles.row}>
      <td className={`${styles.cell} ${styles.first}`}>
        <Link className={styles.reach} href={`#/companies/${company.id}`}>
          {company.name}
        </Link>
      </td>
      <td className={`${styles.cell} ${styles.quiet}`}>{company.domains.join(', ')}</td>
      <td className={`${styles.cell} ${styles.less}`}>{company.country && countryName(company.country)}</td>
      <td className={`${styles.cell} ${styles.less}`}>{company.owner?.name}</td>
      <td className={`${styles.cell} ${styles.number}`} aria-label={t('peopleCount', { count: company.contacts })}>
        {company.contacts}
      </td>
      <td className={`${styles.cell} ${styles.quiet} ${styles.less}`}>
        {company.lastActivityAt && <Instant at={company.lastActivityAt} />}
      </td>
    </tr>
  )
}

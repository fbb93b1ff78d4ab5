import {
  Badge,
  Button,
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { EditRegular, InfoRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Jurisdiction } from '../../../../server/consent/schema.ts'
import { countryName } from '../../../ui/format.ts'
import { locale } from '../../../ui/i18n.ts'
import { useHidden } from '../../../ui/parts/hidden.ts'

const stacked = '@media (max-width: 960px)'
const columns = ['country', 'business', 'personal', 'windows', 'tracking', 'contacts', 'reviewed'] as const

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '1.5fr 1fr 1fr 1.1fr 1fr 72px 92px 32px',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'start',
    paddingBlock: tokens.spacingVerticalXS,
    [stacked]: { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
  },
  head: { [stacked]: { display: 'none' } },
  cell: { ...typographyStyles.body1, display: 'block', height: 'auto', minWidth: 0, paddingInline: 0, border: 'none' },
  wide: { [stacked]: { gridColumn: '1 / -1', gridRow: '1', paddingInlineEnd: '40px' } },
  act: { [stacked]: { gridColumn: '2', gridRow: '1', justifySelf: 'end' } },
  name: { ...typographyStyles.body1Strong, margin: 0 },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  label: {
    ...typographyStyles.caption1,
    color: tokens.colorNeutralForeground3,
    display: 'none',
    [stacked]: { display: 'block' },
  },
})

interface Props {
  rules: readonly Jurisdiction[]
  may: boolean
  onOpen: (rule: Jurisdiction) => void
}

/** The rules as a table; on narrow screens each row becomes a card. */
export function RulesTable({ rules, may, onOpen }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const hidden = useHidden()
  return (
    <Table noNativeElements aria-label={t('page.consent')}>
      <TableHeader className={styles.head}>
        <TableRow className={styles.row}>
          {columns.map((column) => (
            <TableHeaderCell key={column} className={styles.cell}>
              {t(`consent.column.${column}`)}
            </TableHeaderCell>
          ))}
          <TableHeaderCell className={styles.cell}>
            <span className={hidden}>{t('consent.column.details')}</span>
          </TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rules.map((rule) => (
          <Row key={rule.country} rule={rule} may={may} onOpen={onOpen} />
        ))}
      </TableBody>
    </Table>
  )
}

function Row({ rule, may, onOpen }: { rule: Jurisdiction } & Omit<Props, 'rules'>) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const name = countryName(rule.country)
  const cells: Record<Exclude<(typeof columns)[number], 'country'>, string> = {
    business: t(`consent.rule.${rule.businessRule}`),
    personal: t(`consent.rule.${rule.personalRule}`),
    windows: windowsText(rule, t),
    tracking: t(`consent.trackingRule.${rule.tracking}`),
    contacts: new Intl.NumberFormat(locale()).format(rule.contacts),
    reviewed: reviewDay(rule.reviewedOn),
  }
  return (
    <TableRow className={styles.row}>
      <TableCell className={mergeClasses(styles.cell, styles.wide)}>
        <p className={styles.name}>
          {name} <span className={styles.quiet}>{rule.country}</span>{' '}
          {rule.changed && <Badge appearance="tint">{t('consent.changed')}</Badge>}
        </p>
        <p className={styles.quiet}>{rule.law}</p>
      </TableCell>
      {columns.map((column) =>
        column === 'country' ? null : (
          <TableCell key={column} className={styles.cell}>
            <span className={styles.label} aria-hidden="true">
              {t(`consent.column.${column}`)}
            </span>
            {cells[column]}
          </TableCell>
        ),
      )}
      <TableCell className={mergeClasses(styles.cell, styles.act)}>
        <Button
          size="small"
          appearance="subtle"
          icon={may ? <EditRegular /> : <InfoRegular />}
          aria-label={t(may ? 'fields.editOne' : 'consent.detailsOf', { label: name })}
          onClick={() => onOpen(rule)}
        />
      </TableCell>
    </TableRow>
  )
}

/** A calendar day, which has no zone. */
const reviewDay = (day: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))

type Say = ReturnType<typeof useTranslation<'settings'>>['t']

function windowsText({ purchaseMonths, inquiryMonths }: Jurisdiction, t: Say): string {
  const parts = [
    purchaseMonths === null ? null : t('consent.afterPurchase', { count: purchaseMonths }),
    inquiryMonths === null ? null : t('consent.afterInquiry', { count: inquiryMonths }),
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : '–'
}

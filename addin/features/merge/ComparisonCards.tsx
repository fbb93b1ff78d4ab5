import { makeStyles, mergeClasses, Radio, tokens, typographyStyles } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonProps } from './Comparison.tsx'
import { ContactHead, Kept } from './parts.tsx'
import { isKept, type Row } from './rows.ts'
import { useUnited } from './united.ts'

const border = `1px solid ${tokens.colorNeutralStroke2}`

const useStyles = makeStyles({
  cards: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  contacts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(140px, 100%), 1fr))',
    gap: tokens.spacingHorizontalS,
  },
  card: {
    minWidth: 0,
    padding: tokens.spacingHorizontalS,
    border,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  primary: { boxShadow: `inset 0 3px 0 ${tokens.colorCompoundBrandStroke}` },
  away: { backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground3 },
  // Fieldsets are never narrower than what is in them, unless they are told.
  field: { margin: 0, minInlineSize: 0 },
  label: { ...typographyStyles.caption1Strong, padding: 0, paddingInline: tokens.spacingHorizontalXXS },
  ask: { ...typographyStyles.caption1, color: tokens.colorPaletteRedForeground1 },
  value: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    paddingInline: tokens.spacingHorizontalXS,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-line',
  },
  kept: { backgroundColor: tokens.colorBrandBackground2, borderRadius: tokens.borderRadiusMedium },
  from: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  radio: { marginInlineStart: '-10px' },
  radioLabel: { overflowWrap: 'anywhere', minWidth: 0, paddingBlock: '4px' },
  indicator: { marginBlock: '6px' },
})

interface Props extends ComparisonProps {
  rows: readonly Row[]
}

/** The same where columns have no room: a card a contact, then a card a field with its values below each other. */
export function ComparisonCards({ rows, ...props }: Props) {
  const styles = useStyles()
  const group = useId()
  const { plan } = props
  return (
    <div className={styles.cards}>
      <div className={styles.contacts}>
        {plan.contacts.map((contact, index) => (
          <div
            key={contact.id}
            className={mergeClasses(
              styles.card,
              plan.primaryId === contact.id && styles.primary,
              !plan.ids.includes(contact.id) && styles.away,
            )}
          >
            <ContactHead {...props} contact={contact} index={index} group={`${group}-primary`} />
          </div>
        ))}
      </div>
      {rows.map((row) => (
        <FieldCard key={row.field} {...props} row={row} group={`${group}-${row.field}`} />
      ))}
      <UnitedCards {...props} />
    </div>
  )
}

function FieldCard({ plan, row, group }: ComparisonProps & { row: Row; group: string }) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const names = (ids: readonly string[]) =>
    plan.contacts.flatMap(({ id, displayName }, index) => (ids.includes(id) ? [`${index + 1} ${displayName}`] : []))
  return (
    <fieldset className={mergeClasses(styles.card, styles.field)} data-field={row.field}>
      <legend className={styles.label}>{row.label}</legend>
      {row.asks && <span className={styles.ask}>{t('decide')}</span>}
      {row.values.map(({ contactIds, text }) => {
        const [id] = contactIds
        const from = names(contactIds).join(', ')
        if (id === undefined) return null
        return (
          <div key={id} className={mergeClasses(styles.value, isKept(row, id) && row.kind !== 'equal' && styles.kept)}>
            {row.kind === 'differs' && !plan.readOnly ? (
              <Radio
                className={styles.radio}
                name={group}
                value={id}
                checked={row.kept !== null && contactIds.includes(row.kept)}
                indicator={{ className: styles.indicator }}
                label={{
                  className: styles.radioLabel,
                  children: (
                    <>
                      <bdi>{text}</bdi>
                      <br />
                      <span className={styles.from}>{from}</span>
                    </>
                  ),
                }}
                onChange={() => plan.pick(row.field, id)}
              />
            ) : (
              <>
                {row.kind === 'filled' && !plan.readOnly ? <Kept>{text}</Kept> : <bdi>{text}</bdi>}
                {row.kind !== 'equal' && <span className={styles.from}>{from}</span>}
              </>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}

function UnitedCards({ plan }: ComparisonProps) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const united = useUnited(plan.chosen)
  return united.map(({ field, label, text, all }) => (
    <div key={field} className={styles.card}>
      <span className={styles.label}>{label}</span>
      {all && <span className={styles.from}> {t('keptAll')}</span>}
      {plan.chosen.map((contact) => {
        const value = text(contact)
        return (
          value && (
            <div key={contact.id} className={styles.value}>
              <span>{value}</span>
              <span className={styles.from}>
                {plan.contacts.indexOf(contact) + 1} {contact.displayName}
              </span>
            </div>
          )
        )
      })}
    </div>
  ))
}

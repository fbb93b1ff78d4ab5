import { Button, Checkbox, Link, makeStyles, Radio, tokens, typographyStyles } from '@fluentui/react-components'
import { CheckmarkRegular, OpenRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { useHidden } from '../../ui/parts/hidden.ts'
import type { ComparisonProps } from './Comparison.tsx'
import type { Compared } from './rows.ts'

const useStyles = makeStyles({
  head: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: '2px', fontWeight: tokens.fontWeightRegular },
  name: { ...typographyStyles.body1Strong, overflowWrap: 'anywhere' },
  number: {
    ...typographyStyles.caption1,
    display: 'inline-grid',
    placeItems: 'center',
    minWidth: '18px',
    height: '18px',
    marginInlineEnd: tokens.spacingHorizontalXS,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusSmall,
    color: tokens.colorNeutralForeground2,
  },
  line: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  because: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground1 },
  radio: { marginInlineStart: '-8px' },
  part: { display: 'flex', flexWrap: 'wrap', alignItems: 'center' },
  kept: { ...typographyStyles.caption1, display: 'inline-flex', alignItems: 'center', gap: '2px' },
})

interface HeadProps extends ComparisonProps {
  contact: Compared
  index: number
  /** What the radios of the primary are called together. */
  group: string
}

/** The head of a contact: who it is, how much hangs on it, whether it stays, and whether it takes part at all. */
export function ContactHead({ plan, contact, index, group, proposal, linked, onAlone }: HeadProps) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const { id, displayName: name, activities, createdAt, owner } = contact
  const part = plan.ids.includes(id)
  const several = plan.contacts.length > 2
  return (
    <div className={styles.head}>
      <span className={styles.name}>
        {index < 9 && (
          <span className={styles.number} aria-hidden>
            {index + 1}
          </span>
        )}
        <bdi>{name}</bdi>{' '}
        {linked && (
          <Link
            href={`#/contacts/${id}`}
            target="_blank"
            rel="noopener"
            aria-label={t('open', { name })}
            title={t('open', { name })}
          >
            <OpenRegular />
          </Link>
        )}
      </span>
      <span className={styles.line}>
        {activities !== undefined && `${t('activities', { count: activities })} · `}
        <Instant at={createdAt} text={t('created', { when: shortDate(createdAt) })} />
      </span>
      <span className={styles.line}>{owner ? t('owner', { name: owner.name }) : t('noOwner')}</span>
      {!plan.readOnly && (
        <Radio
          className={styles.radio}
          name={group}
          value={id}
          data-primary={id}
          disabled={!part}
          checked={plan.primaryId === id}
          label={t('primary')}
          aria-label={t('primaryOf', { name })}
          title={t('primaryHint')}
          onChange={() => plan.setPrimary(id)}
        />
      )}
      {proposal?.id === id && <span className={styles.because}>{proposal.because}</span>}
      {several && !plan.readOnly && (
        <span className={styles.part}>
          <Checkbox
            className={styles.radio}
            checked={part}
            label={t('include')}
            aria-label={t('includeOf', { name })}
            onChange={() => plan.toggle(id)}
          />
          {onAlone && (
            <Button size="small" appearance="subtle" aria-label={t('aloneOf', { name })} onClick={() => onAlone(id)}>
              {t('alone')}
            </Button>
          )}
        </span>
      )}
    </div>
  )
}

/** Says that a value stays, where there is nothing to choose. */
export function Kept({ children }: { children: string }) {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('merge')
  return (
    <span>
      <bdi>{children}</bdi>{' '}
      <span className={styles.kept} title={t('kept')}>
        <CheckmarkRegular aria-hidden />
        <span className={hidden}>({t('kept')})</span>
      </span>
    </span>
  )
}

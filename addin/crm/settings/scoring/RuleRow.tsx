import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Switch,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { DeleteRegular, EditRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { ScoringRule } from '../../../../server/scoring/schema.ts'
import { signed } from '../../../features/score/points.ts'
import { RuleText } from './RuleText.tsx'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '56px minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 560px)': { gridTemplateColumns: '48px minmax(0, 1fr)' },
  },
  points: { ...typographyStyles.subtitle2, fontVariantNumeric: 'tabular-nums', textAlign: 'end' },
  off: { color: tokens.colorNeutralForeground3 },
  name: { ...typographyStyles.body1Strong, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  actions: {
    display: 'flex',
    alignItems: 'center',
    '@media (max-width: 560px)': { gridColumn: '2' },
  },
  broken: { gridColumn: '1 / -1' },
})

interface Props {
  rule: ScoringRule
  may: boolean
  onEdit: () => void
  onDelete: () => void
  onSwitch: () => void
}

/** One scoring rule: what it gives, for what, to how many. */
export function RuleRow({ rule, may, onEdit, onDelete, onSwitch }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { name, points, disqualifies, active, broken, matches } = rule
  const notes = [
    matches === null ? null : t('scoring.matches', { count: matches }),
    rule.cap === null ? null : t('scoring.capped', { points: signed(rule.cap * 100) }),
    rule.halfLifeDays === null ? null : t('scoring.halves', { count: rule.halfLifeDays }),
    active ? null : t('scoring.off'),
  ].filter((note) => note !== null)
  return (
    <li className={styles.row}>
      <span className={mergeClasses(styles.points, !active && styles.off)}>
        {disqualifies ? t('scoring.zero') : signed(points * 100)}
      </span>
      <div>
        <p className={styles.name}>{name}</p>
        <p className={styles.text}>
          <RuleText condition={rule.condition} />
        </p>
        {notes.length > 0 && <p className={styles.quiet}>{notes.join(' · ')}</p>}
      </div>
      {may && (
        <div className={styles.actions}>
          <Switch aria-label={t('scoring.activeOne', { name })} checked={active} onChange={onSwitch} />
          <Button
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={t('fields.editOne', { label: name })}
            onClick={onEdit}
          />
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={t('scoring.deleteOne', { name })}
            onClick={onDelete}
          />
        </div>
      )}
      {broken && (
        <div className={styles.broken}>
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{t('scoring.broken', { what: broken })}</MessageBarBody>
          </MessageBar>
        </div>
      )}
    </li>
  )
}

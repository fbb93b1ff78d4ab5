import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScoreExplanation } from '../../../server/scoring/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { type ScoreLine, type ShownLine, type ShownPart, shownParts, signed } from './points.ts'
import { useRemoveAdjustment } from './score-query.ts'

const useStyles = makeStyles({
  all: { ...typographyStyles.body1, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  part: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    paddingBlock: tokens.spacingVerticalXS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'baseline',
  },
  heading: { ...typographyStyles.body1Strong, margin: 0 },
  points: { fontVariantNumeric: 'tabular-nums', textAlign: 'end' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  line: { paddingBlock: tokens.spacingVerticalXXS },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  summary: { ...typographyStyles.caption1, cursor: 'pointer', minHeight: '24px', lineHeight: '24px' },
  evidence: {
    ...typographyStyles.caption1,
    listStyle: 'none',
    margin: 0,
    padding: `0 0 ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  end: { paddingBlockStart: tokens.spacingVerticalXS },
  remove: {
    border: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
  wrong: { ...typographyStyles.caption1, color: tokens.colorPaletteRedForeground1, margin: 0 },
})

interface Props {
  contactId: string
  explanation: ScoreExplanation
  mayAdjust: boolean
  onRemoved: () => void
}

/** The lines by part, their sum, and what becomes of it (LS-01, LS-02). */
export function ScoreLines({ contactId, explanation, mayAdjust, onRemoved }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const { parts, hundredths } = shownParts(explanation.lines)
  return (
    <div className={styles.all}>
      {explanation.lines.length === 0 && <span className={styles.quiet}>{t('noLines')}</span>}
      {parts
        .filter(({ part, lines }) => lines.length > 0 || (explanation.lines.length > 0 && part !== 'adjustment'))
        .map((part) => (
          <Part key={part.part} part={part} contactId={contactId} mayAdjust={mayAdjust} onRemoved={onRemoved} />
        ))}
      <div className={mergeClasses(styles.row, styles.end)}>
        <span>{t('sum')}</span>
        <span className={styles.points}>{signed(hundredths)}</span>
      </div>
      <div className={styles.row}>
        <span>
          <span className={styles.strong}>{t('result')}</span>{' '}
          <span className={styles.quiet}>{t(ending(explanation))}</span>
        </span>
        <span className={mergeClasses(styles.points, styles.strong)}>{explanation.score}</span>
      </div>
    </div>
  )
}

function ending({ disqualifiedBy, sum }: ScoreExplanation) {
  if (disqualifiedBy) return 'disqualifiedResult'
  if (Math.round(sum) > 100) return 'clampedHigh'
  return Math.round(sum) < 0 ? 'clampedLow' : 'rounded'
}

function Part({ part: { part, lines, hundredths }, ...rest }: { part: ShownPart } & Omit<Props, 'explanation'>) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  return (
    <section className={styles.part} aria-label={t(`part.${part}`)}>
      <div className={styles.row}>
        <h3 className={styles.heading} title={t(`partHint.${part}`)}>
          {t(`part.${part}`)}
        </h3>
        <span className={mergeClasses(styles.points, styles.strong)}>{signed(hundredths)}</span>
      </div>
      {lines.length === 0 && <span className={styles.quiet}>{t('empty')}</span>}
      <ul className={styles.list}>
        {lines.map((shown) => (
          <Line key={shown.line.ruleId ?? shown.line.adjustmentId ?? shown.line.name} shown={shown} {...rest} />
        ))}
      </ul>
    </section>
  )
}

function Line({ shown: { line, hundredths }, contactId, mayAdjust, onRemoved }: { shown: ShownLine } & LineProps) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const notes = [
    line.count > 0 ? t('evidence', { count: line.count }) : null,
    line.capped ? t('capped') : null,
    line.by ? t('by', { name: line.by.name }) : null,
    line.expiresAt ? t('until', { date: shortDate(line.expiresAt) }) : null,
  ].filter((note) => note !== null)
  return (
    <li className={styles.line}>
      <div className={styles.row}>
        <span>{line.name}</span>
        <span className={styles.points}>{signed(hundredths)}</span>
      </div>
      {notes.length > 0 && <div className={styles.quiet}>{notes.join(' · ')}</div>}
      {line.evidence.length > 0 && <Evidence line={line} />}
      {mayAdjust && line.adjustmentId && (
        <Remove id={line.adjustmentId} name={line.name} contactId={contactId} onRemoved={onRemoved} />
      )}
    </li>
  )
}

type LineProps = Omit<Props, 'explanation'>

function Evidence({ line }: { line: ScoreLine }) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const { t: texts, i18n } = useTranslation()
  // Values of fields come as the server stores them; those that have a word here are shown by it.
  const wordFor = (value: string) => {
    const key = (['role', 'status', 'consent'] as const)
      .map((group) => `${group}.${value}`)
      .find((one) => i18n.exists(one))
    return key ? texts(key as 'role.other') : value
  }
  return (
    <details>
      <summary className={styles.summary}>{t('why')}</summary>
      <ul className={styles.evidence}>
        {line.evidence.map((entry, index) => (
          <li key={`${entry.at ?? ''}${String(index)}`} className={styles.row}>
            <span>
              {[entry.type && texts(`activity.${entry.type}`), entry.text && wordFor(entry.text)]
                .filter(Boolean)
                .join(': ')}
              {entry.at && (
                <>
                  {' · '}
                  <Instant at={entry.at} text={shortDate(entry.at)} />
                </>
              )}
            </span>
            {entry.points !== 0 && <span className={styles.points}>{signed(Math.round(entry.points * 100))}</span>}
          </li>
        ))}
      </ul>
      {line.count > line.evidence.length && (
        <span className={styles.quiet}>{t('newest', { shown: line.evidence.length, count: line.count })}</span>
      )}
    </details>
  )
}

function Remove({ id, name, contactId, onRemoved }: { id: string; name: string } & Omit<LineProps, 'mayAdjust'>) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const { t: common } = useTranslation()
  const [asked, setAsked] = useState(false)
  const remove = useRemoveAdjustment(contactId, onRemoved)
  if (!asked) {
    return (
      <Button
        size="small"
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={t('remove', { name })}
        onClick={() => setAsked(true)}
      >
        {t('removeYes')}
      </Button>
    )
  }
  return (
    <fieldset className={styles.remove}>
      <legend className={styles.quiet}>{t('removeSure')}</legend>
      <Button size="small" autoFocus disabledFocusable={remove.isPending} onClick={() => remove.mutate(id)}>
        {t('removeYes')}
      </Button>
      <Button size="small" appearance="subtle" onClick={() => setAsked(false)}>
        {common('common.cancel')}
      </Button>
      {remove.error && <p className={styles.wrong}>{describeError(remove.error)}</p>}
    </fieldset>
  )
}

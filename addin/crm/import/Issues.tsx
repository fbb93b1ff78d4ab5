import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ErrorCircleRegular, InfoRegular, WarningRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Import, ImportPreview, RowIssue } from '../../../server/import/schema.ts'
import { useHidden } from '../../ui/parts/hidden.ts'
import { Downloads } from './Downloads.tsx'
import { useImportStyles } from './styles.ts'

const pageful = 12

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  body: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXS },
  count: { ...typographyStyles.body1Strong, fontVariantNumeric: 'tabular-nums' },
  text: { ...typographyStyles.body1, margin: 0, overflowWrap: 'anywhere' },
  icon: { fontSize: '20px' },
  error: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  info: { color: tokens.colorNeutralForeground2 },
})

const icons = { error: ErrorCircleRegular, warning: WarningRegular, info: InfoRegular }
const rank: Record<RowIssue['severity'], number> = { error: 0, warning: 1, info: 2 }

/** How grave something is: by its form, in words for who does not see it. */
export function Severity({ of }: { of: RowIssue['severity'] }) {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('imports')
  const Icon = icons[of]
  return (
    <span className={styles[of]}>
      <Icon className={styles.icon} aria-hidden />
      <span className={hidden}>{t(`severity.${of}`)}: </span>
    </span>
  )
}

/** What was found in the rows, by kind and column: how often, where, and what to do. */
export function Issues({ one, preview }: { one: Import; preview: ImportPreview }) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const [shown, setShown] = useState(pageful)
  const issues = preview.issues.toSorted((a, b) => rank[a.severity] - rank[b.severity] || b.rows - a.rows)
  const refused = preview.counts.refused
  return (
    <section className={shared.part} aria-labelledby="import-problems">
      <h3 id="import-problems" className={shared.partTitle}>
        {t('check.problems')}
      </h3>
      {issues.length === 0 && <p className={shared.text}>{t('check.problemsNone')}</p>}
      <ul className={shared.list}>
        {issues.slice(0, shown).map((issue) => (
          <li key={`${issue.code} ${issue.column}`} className={styles.item}>
            <Severity of={issue.severity} />
            <div className={styles.body}>
              <p className={styles.text}>{issue.message}</p>
              <p className={shared.quiet}>
                <span className={styles.count}>{t('check.inRows', { count: issue.rows })}</span>
                {issue.column !== null && <> · {t('check.inColumn', { name: issue.column })}</>}
              </p>
              {issue.examples.length > 0 && (
                <p className={shared.quiet}>
                  {issue.examples
                    .map(({ row, value }) =>
                      value === null ? t('check.exampleBare', { row }) : t('check.example', { row, value }),
                    )
                    .join(' · ')}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {issues.length > shown && (
        <div>
          <Button size="small" onClick={() => setShown(issues.length)}>
            {t('check.moreProblems')}
          </Button>
        </div>
      )}
      {refused > 0 && <Downloads one={one} refused={refused} />}
    </section>
  )
}

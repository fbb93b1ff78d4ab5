import {
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ScoringPreview } from '../../../../server/scoring/schema.ts'
import { Refused } from '../parts/Refused.tsx'
import { Histogram } from './Histogram.tsx'
import { previewQuery, type RuleChange } from './scoring-query.ts'

const useStyles = makeStyles({
  all: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  text: { ...typographyStyles.body1, margin: 0 },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  list: {
    ...typographyStyles.body1,
    listStyle: 'none',
    margin: 0,
    padding: 0,
    columns: '260px',
    columnGap: tokens.spacingHorizontalXL,
  },
  mover: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    breakInside: 'avoid',
    paddingBlock: '2px',
  },
  numbers: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
})

/** What a change of the rules would do: both distributions, and who moves most. */
export function Preview({ change }: { change: RuleChange }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const preview = useQuery(previewQuery(change))
  return (
    <div className={styles.all}>
      <div role="status">
        {preview.isFetching && <Spinner size="tiny" label={t('scoring.previewing')} />}
        {preview.data && !preview.isFetching && (
          <p className={styles.text}>{t('scoring.changed', { count: preview.data.changed })}</p>
        )}
      </div>
      {preview.error && !preview.isFetching && <Refused error={preview.error} />}
      {preview.data && !preview.isFetching && <Outcome preview={preview.data} />}
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('scoring.everyone')}</MessageBarBody>
      </MessageBar>
    </div>
  )
}

function Outcome({ preview }: { preview: ScoringPreview }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  return (
    <>
      {preview.sampled !== null && <p className={styles.text}>{t('scoring.sampled', { count: preview.sampled })}</p>}
      <Histogram caption={t('scoring.beforeAfter')} counts={preview.after} before={preview.before} />
      {preview.movers.length > 0 && (
        <section className={styles.all} aria-labelledby="movers">
          <h3 id="movers" className={styles.title}>
            {t('scoring.movers')}
          </h3>
          <ul className={styles.list}>
            {preview.movers.map(({ id, name, before, after }) => (
              <li key={id} className={styles.mover}>
                <Link href={`#/contacts/${id}`} target="_blank" rel="noopener">
                  {name}
                </Link>
                <span className={styles.numbers}>{t('scoring.move', { before, after })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

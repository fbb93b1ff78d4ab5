import { MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { MergePreview } from '../../../server/merge/schema.ts'
import type { MergePlan } from './use-merge-plan.ts'

const useStyles = makeStyles({
  outcome: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  waiting: { opacity: 0.6 },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  facts: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(220px, 100%), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    margin: 0,
  },
  name: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
})

/** What comes of a merge besides the fields: what is united, what holds, what gives way. */
export function Outcome({ plan, preview }: { plan: MergePlan; preview: MergePreview }) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const title = useId()
  const { addresses, tags, consent, knownAs, warnings } = preview
  const labelOf = (field: string) => preview.fields.find((one) => one.field === field)?.label ?? field
  return (
    <section className={`${styles.outcome} ${plan.waiting ? styles.waiting : ''}`} aria-labelledby={title}>
      <h3 id={title} className={styles.title}>
        {t('outcome.title')}
      </h3>
      {warnings.map((text) => (
        <MessageBar key={text} intent="warning" layout="multiline">
          <MessageBarBody>{text}</MessageBarBody>
        </MessageBar>
      ))}
      <dl className={styles.facts}>
        {addresses.length > 0 && (
          <Fact name={t('outcome.addresses')}>
            {addresses.map(({ address, primary }) => (
              <div key={address}>
                {address}
                {primary && addresses.length > 1 && (
                  <span className={styles.quiet}> ({t('outcome.primaryAddress')})</span>
                )}
              </div>
            ))}
          </Fact>
        )}
        {tags.length > 0 && <Fact name={t('outcome.tags')}>{tags.join(', ')}</Fact>}
        <Fact name={t('outcome.moves')}>
          <Moves moves={preview.moves} />
        </Fact>
        <Fact name={t('outcome.consent')}>{consent.text}</Fact>
        <Fact name={t('outcome.knownAs')}>
          {knownAs.length === 0 ? (
            t('outcome.noneGivesWay')
          ) : (
            <>
              {knownAs.map(({ field, text }) => (
                <div key={`${field} ${text}`}>
                  {labelOf(field)}: <bdi>{text}</bdi>
                </div>
              ))}
              <span className={styles.quiet}>{t('outcome.knownAsHint')}</span>
            </>
          )}
        </Fact>
      </dl>
      <p className={styles.quiet}>{t('outcome.undo')}</p>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <div>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  )
}

function Moves({ moves }: Pick<MergePreview, 'moves'>) {
  const { t } = useTranslation('merge')
  const parts = (
    ['activities', 'consentEntries', 'segments', 'deals', 'forms', 'trackedMails', 'changes'] as const
  ).flatMap((what) => (moves[what] > 0 ? [<div key={what}>{t(`outcome.${what}`, { count: moves[what] })}</div>] : []))
  return parts.length > 0 ? parts : t('outcome.nothing')
}

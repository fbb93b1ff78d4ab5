import './texts.ts'
import { Button, MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScoreExplanation } from '../../../server/scoring/schema.ts'
import { meQuery } from '../../api/session.ts'
import { relativeTime } from '../../ui/format.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { AdjustForm } from './AdjustForm.tsx'
import { ScoreLines } from './ScoreLines.tsx'
import { scoreQuery } from './score-query.ts'

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  score: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  number: { ...typographyStyles.title2, fontVariantNumeric: 'tabular-nums' },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  text: { ...typographyStyles.body1, margin: 0 },
  meter: {
    height: '6px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground5,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    overflow: 'hidden',
  },
  level: {
    display: 'block',
    height: '100%',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'Highlight' },
  },
  action: { justifySelf: 'start' },
})

/** Why a contact's score is what it is, and lines added by hand. */
export default function ScorePanel({ contactId }: { contactId: string }) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const title = useId()
  const score = useQuery(scoreQuery(contactId))
  return (
    <section className={styles.panel} aria-labelledby={title}>
      <h2 id={title} className={styles.title}>
        {t('title')}
      </h2>
      {score.data ? (
        <Explained key={contactId} contactId={contactId} explanation={score.data} />
      ) : score.isError ? (
        <Failed error={score.error} retry={score.refetch} compact />
      ) : (
        <LoadingRows count={3} />
      )}
    </section>
  )
}

function Explained({ contactId, explanation }: { contactId: string; explanation: ScoreExplanation }) {
  const { t } = useTranslation('score')
  const [said, setSaid] = useState('')
  const mayAdjust = useQuery(meQuery).data?.roles.some((role) => role !== 'DataProtection') ?? false
  if (explanation.score === null) {
    return (
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{t('objected')}</MessageBarBody>
      </MessageBar>
    )
  }
  return (
    <>
      <ScoreNumber score={explanation.score} scoredAt={explanation.scoredAt} />
      {explanation.disqualifiedBy && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('disqualified', { rule: explanation.disqualifiedBy })}</MessageBarBody>
        </MessageBar>
      )}
      <ScoreLines
        contactId={contactId}
        explanation={explanation}
        mayAdjust={mayAdjust}
        onRemoved={() => setSaid(t('announceRemoved'))}
      />
      {mayAdjust && <Adjust contactId={contactId} onAdded={() => setSaid(t('announceAdded'))} />}
      <Announcer text={said} />
    </>
  )
}

function ScoreNumber({ score, scoredAt }: { score: number; scoredAt: string | null }) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  return (
    <>
      <div className={styles.score}>
        <span className={styles.number}>{t('outOf', { score })}</span>
        <span className={styles.quiet}>{scoredAt ? t('asOf', { when: relativeTime(scoredAt) }) : t('notYet')}</span>
      </div>
      <div className={styles.meter} aria-hidden="true">
        <span className={styles.level} style={{ width: `${score}%` }} />
      </div>
    </>
  )
}

function Adjust({ contactId, onAdded }: { contactId: string; onAdded: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const [open, setOpen] = useState(false)
  const opener = useId()
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => document.getElementById(opener)?.focus())
  }
  return open ? (
    <AdjustForm
      contactId={contactId}
      onCancel={close}
      onAdded={() => {
        onAdded()
        close()
      }}
    />
  ) : (
    <Button id={opener} className={styles.action} size="small" icon={<AddRegular />} onClick={() => setOpen(true)}>
      {t('adjust')}
    </Button>
  )
}

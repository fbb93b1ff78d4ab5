import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localDay } from '../../ui/format.ts'
import { describeError, fieldErrors } from '../../ui/problem-text.ts'
import { type AdjustmentDraft, draftFaults, endOfDay, typedNumber } from './points.ts'
import { useAdjust } from './score-query.ts'

const usualDays = 90
const dayMs = 24 * 60 * 60_000

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  hint: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, margin: 0 },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(120px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
  },
  input: { minWidth: 0, width: '100%' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  contactId: string
  onAdded: () => void
  onCancel: () => void
}

/** A line by hand: points, why, and until when (LS-07). */
export function AdjustForm({ contactId, onAdded, onCancel }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('score')
  const { t: common } = useTranslation()
  const [draft, setDraft] = useState<AdjustmentDraft>({
    points: '',
    reason: '',
    day: localDay(Date.now() + usualDays * dayMs),
  })
  const [tried, setTried] = useState(false)
  const adjust = useAdjust(contactId, onAdded)
  const faults = draftFaults(draft, localDay(Date.now()))
  const refused = fieldErrors(adjust.error)
  const fault = (field: keyof AdjustmentDraft, own: string, theirs: string) =>
    (tried && faults.includes(field) ? own : refused[theirs]) ?? null
  const set = (change: Partial<AdjustmentDraft>) => setDraft({ ...draft, ...change })
  const submit = () => {
    setTried(true)
    if (faults.length > 0 || adjust.isPending) return
    adjust.mutate({
      points: typedNumber(draft.points),
      reason: draft.reason.trim(),
      expiresAt: endOfDay(draft.day),
    })
  }
  return (
    <form
      className={styles.form}
      aria-label={t('adjustTitle')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3 className={styles.title}>{t('adjustTitle')}</h3>
      <p className={styles.hint}>{t('adjustHint')}</p>
      <div className={styles.pair}>
        <Field
          size="small"
          required
          label={t('points')}
          validationMessage={fault('points', t('pointsWrong'), 'points')}
        >
          <Input
            className={styles.input}
            size="small"
            inputMode="text"
            autoFocus
            value={draft.points}
            onChange={(_, { value }) => set({ points: value })}
          />
        </Field>
        <Field
          size="small"
          required
          label={t('expires')}
          validationMessage={fault('day', t('expiresWrong'), 'expiresAt')}
        >
          <Input
            className={styles.input}
            size="small"
            type="date"
            value={draft.day}
            onChange={(_, { value }) => set({ day: value })}
          />
        </Field>
      </div>
      <Field size="small" required label={t('reason')} validationMessage={fault('reason', t('reasonWrong'), 'reason')}>
        <Input
          className={styles.input}
          size="small"
          maxLength={300}
          value={draft.reason}
          onChange={(_, { value }) => set({ reason: value })}
        />
      </Field>
      {adjust.error && Object.keys(refused).length === 0 && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{describeError(adjust.error)}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.actions}>
        <Button type="submit" size="small" appearance="primary" disabledFocusable={adjust.isPending}>
          {adjust.isPending ? t('adding') : t('add')}
        </Button>
        <Button size="small" onClick={onCancel}>
          {common('common.cancel')}
        </Button>
      </div>
    </form>
  )
}

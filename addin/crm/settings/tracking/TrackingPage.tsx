import { Button, Field, Input, makeStyles, Switch } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type TrackingSettings, WriteTrackingSettings } from '../../../../server/tracking/schema.ts'
import { fullInstant } from '../../../ui/format.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Refused } from '../parts/Refused.tsx'
import { Said } from '../parts/Said.tsx'
import { useSettledStyles } from '../parts/settled-styles.ts'
import { trackingSettingsQuery, useJudgeAgain, useSaveTracking } from './tracking-query.ts'

const useStyles = makeStyles({ days: { width: '120px' } })

/** Settings > Tracking: whether opens and clicks are looked at, how long hits are kept, and what is never done. */
export default function TrackingPage() {
  const { t } = useTranslation('settings')
  const { may, who } = useMay('tracking')
  const settings = useQuery(trackingSettingsQuery)
  const [said, setSaid] = useState<string | null>(null)
  return (
    <Page title={t('page.tracking')} intro={t('about.tracking')}>
      {!may && <ReadOnly who={who} />}
      <Said text={said} onDismiss={() => setSaid(null)} />
      {settings.isError && !settings.data && <Failed error={settings.error} retry={settings.refetch} compact />}
      {settings.isPending && <LoadingRows />}
      {settings.data && (
        <Form
          key={settings.data.updatedAt ?? ''}
          settings={settings.data}
          may={may}
          onSaved={() => setSaid(t('tracking.saved'))}
        />
      )}
      <Rules />
      {may && settings.data && <JudgeAgain onDone={() => setSaid(t('tracking.judging'))} />}
    </Page>
  )
}

function Form({ settings, may, onSaved }: { settings: TrackingSettings; may: boolean; onSaved: () => void }) {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  const own = useStyles()
  const [enabled, setEnabled] = useState(settings.enabled)
  const [days, setDays] = useState(String(settings.keepDays))
  const save = useSaveTracking(onSaved)
  const wanted = WriteTrackingSettings.safeParse({ enabled, keepDays: days.trim() === '' ? Number.NaN : Number(days) })
  const changed = enabled !== settings.enabled || Number(days) !== settings.keepDays
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted.success && changed) save.mutate(wanted.data)
      }}
    >
      <Switch
        label={t('tracking.enabled')}
        checked={enabled}
        disabled={!may}
        onChange={(_, { checked }) => setEnabled(checked)}
      />
      <Field
        label={t('tracking.keepDays')}
        hint={t('tracking.keepDaysHint')}
        validationMessage={wanted.success ? null : t('tracking.keepDaysWrong')}
      >
        <Input
          className={own.days}
          type="number"
          inputMode="numeric"
          min={1}
          max={730}
          value={days}
          disabled={!may}
          onChange={(_, { value }) => setDays(value)}
        />
      </Field>
      {save.isError && <Refused error={save.error} />}
      {may && (
        <Button type="submit" appearance="primary" disabledFocusable={save.isPending || !wanted.success || !changed}>
          {t(save.isPending ? 'tracking.saving' : 'tracking.save')}
        </Button>
      )}
      {settings.updatedAt && (
        <p className={styles.quiet}>
          {t('tracking.last', { name: settings.updatedBy?.name ?? '', when: fullInstant(settings.updatedAt) })}
        </p>
      )}
    </form>
  )
}

const rules = ['consent', 'several', 'classes', 'networks', 'withdrawal'] as const

function Rules() {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  return (
    <section className={styles.part} aria-labelledby="tracking-rules">
      <h2 className={styles.title} id="tracking-rules">
        {t('tracking.rulesTitle')}
      </h2>
      <ul className={styles.list}>
        {rules.map((rule) => (
          <li key={rule}>{t(`tracking.rule.${rule}`)}</li>
        ))}
      </ul>
      <Link className={styles.link} to="/settings/consent-rules">
        {t('tracking.consentRules')}
      </Link>
    </section>
  )
}

function JudgeAgain({ onDone }: { onDone: () => void }) {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  const judge = useJudgeAgain(onDone)
  return (
    <section className={styles.part} aria-labelledby="judge-again">
      <h2 className={styles.title} id="judge-again">
        {t('tracking.judgeTitle')}
      </h2>
      <p className={styles.text}>{t('tracking.judgeText')}</p>
      {judge.isError && <Refused error={judge.error} />}
      <Button disabledFocusable={judge.isPending} onClick={() => judge.mutate()}>
        {t('tracking.judge')}
      </Button>
    </section>
  )
}

import { Button, Field, Input, makeStyles, Switch } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type TrackingSettings, WriteTrackingSettings } from '../../../../server/tracking/schema.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Meaning } from '../parts/Meaning.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Refused } from '../parts/Refused.tsx'
import { Said } from '../parts/Said.tsx'
import { SettledForm } from '../parts/SettledForm.tsx'
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
  const { t } = useTranslation('settings')
  const own = useStyles()
  const [enabled, setEnabled] = useState(settings.enabled)
  const [days, setDays] = useState(String(settings.keepDays))
  const save = useSaveTracking(onSaved)
  const wanted = WriteTrackingSettings.safeParse({ enabled, keepDays: days.trim() === '' ? Number.NaN : Number(days) })
  const changed = enabled !== settings.enabled || Number(days) !== settings.keepDays
  return (
    <SettledForm
      may={may}
      ready={wanted.success && changed}
      save={save}
      onSave={() => wanted.success && save.mutate(wanted.data)}
      last={settings}
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
    </SettledForm>
  )
}

const rules = ['consent', 'several', 'classes', 'networks', 'withdrawal'] as const

function Rules() {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  return (
    <Meaning title={t('tracking.rulesTitle')} lines={rules.map((rule) => t(`tracking.rule.${rule}`))}>
      <Link className={styles.link} to="/settings/consent-rules">
        {t('tracking.consentRules')}
      </Link>
    </Meaning>
  )
}

function JudgeAgain({ onDone }: { onDone: () => void }) {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  const judge = useJudgeAgain(onDone)
  return (
    <Meaning title={t('tracking.judgeTitle')}>
      <p className={styles.text}>{t('tracking.judgeText')}</p>
      {judge.isError && <Refused error={judge.error} />}
      <Button disabledFocusable={judge.isPending} onClick={() => judge.mutate()}>
        {t('tracking.judge')}
      </Button>
    </Meaning>
  )
}

import { Field, Switch } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { MergeSettings } from '../../../../server/merge/schema.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Meaning } from '../parts/Meaning.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { SettledForm } from '../parts/SettledForm.tsx'
import { useSettledStyles } from '../parts/settled-styles.ts'
import { mergeSettingsQuery, useSaveMerging } from './merging-query.ts'

/** Settings > Merging: whether what is beyond doubt is merged at night, what that is, and what never is. */
export default function MergingPage() {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  const { may, who } = useMay('merging')
  const settings = useQuery(mergeSettingsQuery)
  const [said, setSaid] = useState<string | null>(null)
  return (
    <Page title={t('page.merging')} intro={t('about.merging')}>
      {!may && <ReadOnly who={who} />}
      <Said text={said} onDismiss={() => setSaid(null)} />
      {settings.isError && !settings.data && <Failed error={settings.error} retry={settings.refetch} compact />}
      {settings.isPending && <LoadingRows />}
      {settings.data && (
        <Form
          key={settings.data.updatedAt ?? ''}
          settings={settings.data}
          may={may}
          onSaved={(isOn) => setSaid(t(isOn ? 'merging.savedOn' : 'merging.savedOff'))}
        />
      )}
      <Meaning title={t('merging.whatTitle')} lines={merged.map((line) => t(`merging.what.${line}`))} />
      <Meaning title={t('merging.leftTitle')} lines={left.map((line) => t(`merging.left.${line}`))} />
      <Meaning title={t('merging.toldTitle')}>
        <p className={styles.text}>{t('merging.told')}</p>
        <Link className={styles.link} to="/duplicates/merged">
          {t('merging.merged')}
        </Link>
      </Meaning>
    </Page>
  )
}

const merged = ['mailbox', 'names', 'against'] as const
const left = ['shared', 'owners', 'verdicts'] as const

interface FormProps {
  settings: MergeSettings
  may: boolean
  onSaved: (isOn: boolean) => void
}

function Form({ settings, may, onSaved }: FormProps) {
  const { t } = useTranslation('settings')
  const [isOn, setOn] = useState(settings.mergeAutomatically)
  const save = useSaveMerging(({ mergeAutomatically }) => onSaved(mergeAutomatically))
  return (
    <SettledForm
      may={may}
      ready={isOn !== settings.mergeAutomatically}
      save={save}
      onSave={() => save.mutate({ mergeAutomatically: isOn })}
      last={settings}
    >
      <Field hint={t('merging.automaticHint')}>
        <Switch
          label={t('merging.automatic')}
          checked={isOn}
          disabled={!may}
          onChange={(_, { checked }) => setOn(checked)}
        />
      </Field>
    </SettledForm>
  )
}

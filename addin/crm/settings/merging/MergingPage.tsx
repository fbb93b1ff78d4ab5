import { Button, Field, Switch } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { MergeSettings } from '../../../../server/merge/schema.ts'
import { fullInstant } from '../../../ui/format.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Refused } from '../parts/Refused.tsx'
import { Said } from '../parts/Said.tsx'
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
      <Lines title={t('merging.whatTitle')} lines={merged.map((line) => t(`merging.what.${line}`))} />
      <Lines title={t('merging.leftTitle')} lines={left.map((line) => t(`merging.left.${line}`))} />
      <section className={styles.part} aria-labelledby="who-is-told">
        <h2 className={styles.title} id="who-is-told">
          {t('merging.toldTitle')}
        </h2>
        <p className={styles.text}>{t('merging.told')}</p>
        <Link className={styles.link} to="/duplicates/merged">
          {t('merging.merged')}
        </Link>
      </section>
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
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  const [isOn, setOn] = useState(settings.mergeAutomatically)
  const save = useSaveMerging(({ mergeAutomatically }) => onSaved(mergeAutomatically))
  const changed = isOn !== settings.mergeAutomatically
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) save.mutate({ mergeAutomatically: isOn })
      }}
    >
      <Field hint={t('merging.automaticHint')}>
        <Switch
          label={t('merging.automatic')}
          checked={isOn}
          disabled={!may}
          onChange={(_, { checked }) => setOn(checked)}
        />
      </Field>
      {save.isError && <Refused error={save.error} />}
      {may && (
        <Button type="submit" appearance="primary" disabledFocusable={save.isPending || !changed}>
          {t(save.isPending ? 'merging.saving' : 'merging.save')}
        </Button>
      )}
      {settings.updatedAt && (
        <p className={styles.quiet}>
          {t('merging.last', { name: settings.updatedBy?.name ?? '', when: fullInstant(settings.updatedAt) })}
        </p>
      )}
    </form>
  )
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  const styles = useSettledStyles()
  const id = useId()
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 className={styles.title} id={id}>
        {title}
      </h2>
      <ul className={styles.list}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

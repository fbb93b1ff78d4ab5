import { Field, Input, Select } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { tagsQuery } from '../../features/contact/tags-query.ts'
import { CountryPicker } from '../../features/editing/CountryPicker.tsx'
import { ListInput } from '../../features/editing/ListInput.tsx'
import { UserPicker } from '../../features/editing/UserPicker.tsx'
import { withDefaults } from './mapping.ts'
import { errorAt } from './problems.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

/** What new contacts get where the file says nothing. */
export function DefaultValues({ one, edit: { mapping, change }, errors }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation(['imports', 'translation'])
  const { data: tags } = useQuery(tagsQuery)
  const { defaults } = mapping
  const said = (name: string) => errorAt(errors, `defaults.${name}`) ?? null
  const set = (part: Parameters<typeof withDefaults>[1]) => change((all) => withDefaults(all, part))
  return (
    <section className={shared.form} aria-labelledby="import-defaults">
      <div>
        <h3 id="import-defaults" className={shared.partTitle}>
          {t('rules.defaultsTitle')}
        </h3>
        <p className={shared.quiet}>{t('rules.defaultsHint')}</p>
      </div>
      <div className={shared.columns}>
        <Field label={t('rules.owner')} validationMessage={said('ownerId')}>
          <UserPicker
            value={defaults.ownerId ?? null}
            onChange={(user) => set({ ownerId: user ? (user.id ?? undefined) : undefined })}
          />
        </Field>
        <Field
          label={t('rules.source')}
          hint={t('rules.sourceHint', { source: one.source })}
          validationMessage={said('source')}
        >
          <Input
            className={shared.control}
            maxLength={200}
            value={defaults.source ?? ''}
            onChange={(_, { value }) => set({ source: value === '' ? undefined : value })}
          />
        </Field>
        <Field label={t('rules.status')} validationMessage={said('status')}>
          <Select
            className={shared.control}
            value={defaults.status ?? 'active'}
            onChange={(_, { value }) => set({ status: value === 'inactive' ? 'inactive' : undefined })}
          >
            <option value="active">{t('translation:status.active')}</option>
            <option value="inactive">{t('translation:status.inactive')}</option>
          </Select>
        </Field>
        <Field label={t('rules.country')} hint={t('rules.countryHint')} validationMessage={said('country')}>
          <CountryPicker
            value={defaults.country ?? ''}
            onChange={(code) => set({ country: code === '' ? undefined : code })}
          />
        </Field>
      </div>
      <Field label={t('rules.tags')} hint={t('rules.tagsHint', { tag: one.tag })} validationMessage={said('tags')}>
        <ListInput
          label={t('rules.tags')}
          items={defaults.tags ?? []}
          suggestions={tags?.map(({ name }) => name)}
          separators={/[,;\n]/}
          onChange={(items) => set({ tags: items.length > 0 ? items : undefined })}
        />
      </Field>
    </section>
  )
}

import { Field, Input, Textarea } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FormDefinition } from '../../../server/forms/schema.ts'
import { tagsQuery } from '../../features/contact/tags-query.ts'
import { ListInput } from '../../features/editing/ListInput.tsx'
import { UserPicker } from '../../features/editing/UserPicker.tsx'
import type { PartProps } from './Builder.tsx'
import { useFormStyles } from './styles.ts'

/** What happens once it is sent, and where the form may stand. */
export function AfterPart({ draft, set, ownerName }: PartProps & { ownerName: string | undefined }) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const { data: tags = [] } = useQuery(tagsQuery)
  const { definition } = draft
  const { thanks } = definition
  const say = (part: Partial<FormDefinition>) => set({ definition: { ...definition, ...part } })
  return (
    <>
      <section className={styles.part} aria-label={t('parts.after')}>
        <h2 className={styles.partTitle}>{t('parts.after')}</h2>
        <Field label={t('thanksText')} hint={t('submitHint')}>
          <Textarea
            maxLength={2000}
            resize="vertical"
            value={thanks.text}
            onChange={(_, { value }) => say({ thanks: { ...thanks, text: value } })}
          />
        </Field>
        <Field label={t('thanksUrl')} hint={t('httpsHint')}>
          <Input
            className={styles.input}
            type="url"
            value={thanks.url ?? ''}
            onChange={(_, { value }) => say({ thanks: { ...thanks, url: value || null } })}
          />
        </Field>
        <Field label={t('owner')}>
          <UserPicker value={draft.ownerId} name={ownerName} onChange={(user) => set({ ownerId: user?.id ?? null })} />
        </Field>
        <Field label={t('tags')}>
          <ListInput
            label={t('tags')}
            items={definition.tags}
            suggestions={tags.map(({ name }) => name)}
            separators={/[,;\n]/}
            onChange={(items) => say({ tags: items })}
          />
        </Field>
      </section>
      <section className={styles.part} aria-label={t('parts.where')}>
        <h2 className={styles.partTitle}>{t('parts.where')}</h2>
        <Field label={t('privacyUrl')} hint={t('httpsHint')}>
          <Input
            className={styles.input}
            type="url"
            value={definition.privacyUrl ?? ''}
            onChange={(_, { value }) => say({ privacyUrl: value || null })}
          />
        </Field>
        <Field label={t('sites')} hint={t('sitesHint')}>
          <ListInput
            label={t('sites')}
            items={definition.sites}
            separators={/[,;\s]/}
            onChange={(items) => say({ sites: items })}
          />
        </Field>
      </section>
    </>
  )
}

import { Field, Input, Select, Textarea } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { type FormLanguage, formLanguages } from '../../../server/forms/schema.ts'
import type { PartProps } from './Builder.tsx'
import { useFormStyles } from './styles.ts'

/** What the form is called and what it says. */
export function TextPart({ draft, set }: PartProps) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const { definition } = draft
  const say = (part: Partial<typeof definition>) => set({ definition: { ...definition, ...part } })
  return (
    <section className={styles.part} aria-label={t('parts.text')}>
      <h2 className={styles.partTitle}>{t('parts.text')}</h2>
      <Field label={t('name')} hint={t('nameHint')}>
        <Input
          className={styles.input}
          maxLength={200}
          value={draft.name}
          onChange={(_, { value }) => set({ name: value })}
        />
      </Field>
      <Field label={t('language')}>
        <Select value={definition.language} onChange={(_, { value }) => say({ language: value as FormLanguage })}>
          {formLanguages.map((one) => (
            <option key={one} value={one}>
              {t(`languages.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('formTitle')}>
        <Input
          className={styles.input}
          maxLength={200}
          value={definition.title}
          onChange={(_, { value }) => say({ title: value })}
        />
      </Field>
      <Field label={t('formIntro')}>
        <Textarea
          maxLength={2000}
          resize="vertical"
          value={definition.intro}
          onChange={(_, { value }) => say({ intro: value })}
        />
      </Field>
      <Field label={t('submitLabel')} hint={t('submitHint')}>
        <Input
          className={styles.input}
          maxLength={60}
          value={definition.submitLabel}
          onChange={(_, { value }) => say({ submitLabel: value })}
        />
      </Field>
    </section>
  )
}

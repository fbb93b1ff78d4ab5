import { Field, Input, Textarea } from '@fluentui/react-components'
import { lazy, Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Filter } from '../../../server/filter/schema.ts'
import type { Segment } from '../../../server/segments/schema.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { usePageStyles } from './styles.ts'

const FilterEditor = lazy(() => import('../../features/filter/FilterEditor.tsx'))

/** What people type about a segment. */
export interface SegmentDraft {
  name: string
  description: string
  filter: Filter | undefined
}

interface Props {
  kind: Segment['kind']
  draft: SegmentDraft
  onChange: (draft: SegmentDraft) => void
  errors: Record<string, string>
  /** A static segment has a filter only while it is made. */
  withFilter: boolean
}

export function SegmentFields({ kind, draft, onChange, errors, withFilter }: Props) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const label = useId()
  return (
    <>
      <Field label={t('name')} required validationMessage={errors.name ?? null}>
        <Input
          maxLength={100}
          autoComplete="off"
          value={draft.name}
          onChange={(_, { value }) => onChange({ ...draft, name: value })}
        />
      </Field>
      <Field label={t('description')} validationMessage={errors.description ?? null}>
        <Textarea
          maxLength={1000}
          resize="vertical"
          value={draft.description}
          onChange={(_, { value }) => onChange({ ...draft, description: value })}
        />
      </Field>
      {withFilter && (
        <section className={styles.part} aria-labelledby={label}>
          <h2 id={label} className={styles.partTitle}>
            {t(kind === 'static' ? 'startFilter' : 'filter')}
          </h2>
          {kind === 'static' && <p className={styles.quiet}>{t('startFilterHint')}</p>}
          <Suspense fallback={<LoadingRows count={1} />}>
            <FilterEditor value={draft.filter} onChange={(filter) => onChange({ ...draft, filter })} />
          </Suspense>
          {kind === 'dynamic' && !draft.filter && <p className={styles.quiet}>{t('needsFilter')}</p>}
        </section>
      )}
    </>
  )
}

import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { CreateSegment, Segment } from '../../../server/segments/schema.ts'
import { fieldErrors } from '../../ui/problem-text.ts'
import { Refused } from '../settings/parts/Refused.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Matches } from './Matches.tsx'
import { readFilter } from './read-filter.ts'
import { type SegmentDraft, SegmentFields } from './SegmentFields.tsx'
import { timeZone, useCreateSegment } from './segments-query.ts'
import { usePageStyles } from './styles.ts'

/** A new segment; `?filter=` gives the filter to begin with. */
export function NewSegment() {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  useTitle(t('new'))
  const [params] = useSearchParams()
  const [kind, setKind] = useState<Segment['kind']>('dynamic')
  const [draft, setDraft] = useState<SegmentDraft>(() => ({
    name: '',
    description: '',
    filter: readFilter(params.get('filter')),
  }))
  const create = useCreateSegment()
  const whole = draft.name.trim() !== '' && (kind === 'static' || draft.filter !== undefined)
  const save = () =>
    create.mutate(toCreate(kind, draft), { onSuccess: ({ id }) => navigate(`/segments/${id}`, { replace: true }) })
  return (
    <form
      className={styles.page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (whole && !create.isPending) save()
      }}
    >
      <Link className={styles.link} to="/segments">
        {t('back')}
      </Link>
      <h1 className={styles.title}>{t('new')}</h1>
      <Field label={t('kindLabel')}>
        <RadioGroup value={kind} onChange={(_, { value }) => setKind(value as Segment['kind'])}>
          {(['dynamic', 'static'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={
                <>
                  {t(`kind.${one}`)}
                  <br />
                  <span className={styles.quiet}>{t(`kindHint.${one}`)}</span>
                </>
              }
            />
          ))}
        </RadioGroup>
      </Field>
      <SegmentFields kind={kind} draft={draft} onChange={setDraft} errors={fieldErrors(create.error)} withFilter />
      <Matches filter={draft.filter} zone={timeZone} />
      {create.error && <Refused error={create.error} />}
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={!whole || create.isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  )
}

function toCreate(kind: Segment['kind'], { name, description, filter }: SegmentDraft): CreateSegment {
  const named = { name, description: description.trim() || null, timeZone }
  if (kind === 'dynamic' && filter) return { ...named, kind, filter }
  return { ...named, kind: 'static', ...(filter ? { filter } : {}) }
}

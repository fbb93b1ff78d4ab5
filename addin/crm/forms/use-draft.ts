import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Form, FormDefinition } from '../../../server/forms/schema.ts'
import { formQuery, usePublishForm, useSaveForm } from './forms-query.ts'

/** What is edited of a form. */
export interface Draft {
  name: string
  ownerId: string | null
  definition: FormDefinition
}

const draftOf = (form: Form): Draft => ({ name: form.name, ownerId: form.owner?.id ?? null, definition: form.draft })

/** A form being edited, from the version that was read; saved, and published, when asked for. */
export function useDraft(form: Form) {
  const { t } = useTranslation('marketingForms')
  const queries = useQueryClient()
  const [base, setBase] = useState(form)
  const [value, setValue] = useState(() => draftOf(form))
  const [said, say] = useState<string | null>(null)
  const saving = useSaveForm()
  const publishing = usePublishForm()
  const dirty = JSON.stringify(value) !== JSON.stringify(draftOf(base))

  /** Goes on from what the server has now. */
  const take = (current: Form, text: string | null) => {
    queries.setQueryData(formQuery(form.id).queryKey, current)
    setBase(current)
    setValue(draftOf(current))
    say(text)
  }
  const save = async (): Promise<Form> => {
    publishing.reset()
    if (!dirty) return base
    const { name, ownerId, definition } = value
    const saved = await saving.mutateAsync({
      id: form.id,
      edit: { version: base.version, name, ownerId, draft: definition },
    })
    take(saved, t('saidSaved'))
    return saved
  }
  return {
    value,
    set: (part: Partial<Draft>) => {
      say(null)
      setValue((before) => ({ ...before, ...part }))
    },
    dirty,
    said,
    say,
    take,
    busy: saving.isPending || publishing.isPending,
    error: saving.error ?? publishing.error,
    // Refusals stand in `error`.
    save: () => void save().catch(() => {}),
    publish: () =>
      void save()
        .then(() => publishing.mutateAsync(form.id))
        .then((published) => take(published, t('saidPublished', { version: published.publishedVersion ?? 1 })))
        .catch(() => {}),
    /** Lets go of one's own changes. */
    load: async () => {
      saving.reset()
      publishing.reset()
      take(await queries.fetchQuery({ ...formQuery(form.id), staleTime: 0 }), null)
    },
  }
}

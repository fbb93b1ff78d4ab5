import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Draft, Value } from './draft.ts'
import { EditClash, type Editing, saveDraft } from './save-draft.ts'

interface Options<R> {
  onSaved: (record: R) => void
  /** A newer record was met on the way; what is shown behind the form may take it over. */
  onNewer?: (record: R) => void
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
}

/** The state of a form over a record: its draft, saving it, and the choice where two people edited the same fields. */
export function useEditing<R>(editing: Editing<R>, record: R, { onSaved, onNewer, guard }: Options<R>) {
  // The record the form was opened on: a refresh behind the form must not change what "before" means.
  const [before, setBefore] = useState(record)
  const [draft, setDraft] = useState<Draft>(() => editing.draftOf(record))
  const save = useMutation({
    mutationFn: async ({ base, values }: { base: R; values: Draft }) => {
      guard?.()
      return saveDraft(editing, base, values)
    },
    onSuccess: onSaved,
    onError: (error) => {
      if (!(error instanceof EditClash)) return
      setBefore(error.current)
      setDraft(error.draft)
      onNewer?.(error.current)
    },
  })
  const clash = save.error instanceof EditClash ? (save.error as EditClash<R>) : undefined
  return {
    before,
    draft,
    set: (field: string, value: Value) => setDraft((old) => ({ ...old, [field]: value })),
    submit: () => save.mutate({ base: before, values: draft }),
    pending: save.isPending,
    error: clash ? null : save.error,
    clash: clash?.clashes,
    /** Saves with, for each clashing field, the value that stays. */
    settle: (kept: Draft) => {
      const values = { ...draft, ...kept }
      setDraft(values)
      save.mutate({ base: before, values })
    },
    /** Back to the form, over their record, with nothing saved. */
    back: () => save.reset(),
  }
}

import { useTranslation } from 'react-i18next'
import type { Activity } from '../../../server/timeline/schema.ts'
import { describeError } from '../../ui/problem-text.ts'
import type { Done } from './UndoBar.tsx'
import { useEntryActions } from './use-entry-actions.ts'

export interface EntryDeeds {
  /** Whose timeline it is; null where that of several stands together and an entry names more than one. */
  contactId: string | null
  remove(activity: Activity): void
  refile(activity: Activity, onto: { id: string; name: string }): void
  destroy(activity: Activity): void
}

/** The actions, each saying what it did and how it is taken back. */
export function useEntryDeeds(contactId: string | null, say: (done: Done) => void): EntryDeeds {
  const { t } = useTranslation()
  const actions = useEntryActions(contactId ?? '')
  const tell = (work: Promise<void>, done: Done) =>
    void work.then(
      () => say(done),
      (error) => say({ text: t('timeline.failed', { reason: describeError(error) }) }),
    )
  return {
    contactId,
    remove: (activity) =>
      tell(actions.unlog(activity), { text: t('timeline.removed'), undo: () => actions.putBack(activity) }),
    refile: (activity, { id, name }) =>
      tell(actions.refile(activity, id), {
        text: t('timeline.refiled', { name }),
        undo: () => actions.putBack(activity),
      }),
    destroy: (activity) =>
      tell(actions.destroy(activity), { text: t('timeline.deleted'), undo: () => actions.undelete(activity) }),
  }
}

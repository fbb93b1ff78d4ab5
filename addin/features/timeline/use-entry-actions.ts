import { useQueryClient } from '@tanstack/react-query'
import type { Activity } from '../../../server/timeline/schema.ts'
import { api } from '../../api/session.ts'
import { contactKey } from '../contact/contact-query.ts'
import { dropActivity } from './timeline-query.ts'

export interface EntryActions {
  /** Takes an entry off the timeline of this contact. */
  unlog(activity: Activity): Promise<void>
  refile(activity: Activity, ontoId: string): Promise<void>
  /** Undoes either. */
  putBack(activity: Activity): Promise<void>
  /** Deletes a call, meeting or note everywhere. */
  destroy(activity: Activity): Promise<void>
  undelete(activity: Activity): Promise<void>
}

/** What can be done with entries of one contact's timeline; screens follow. */
export function useEntryActions(contactId: string): EntryActions {
  const queries = useQueryClient()
  const entry = (activity: Activity) => `/contacts/${contactId}/activities/${activity.id}`
  /** Last contact, score and the timelines of others may have changed too. */
  const refresh = (...contactIds: string[]) => {
    void queries.invalidateQueries({ queryKey: ['timeline'] })
    void queries.invalidateQueries({ queryKey: ['logged'] })
    for (const id of contactIds) void queries.invalidateQueries({ queryKey: contactKey(id) })
  }
  return {
    async unlog(activity) {
      await api.delete(entry(activity))
      dropActivity(queries, contactId, activity.id)
      refresh(contactId)
    },
    async refile(activity, ontoId) {
      await api.post(`${entry(activity)}/refile`, { body: { contactId: ontoId } })
      dropActivity(queries, contactId, activity.id)
      refresh(contactId, ontoId)
    },
    async putBack(activity) {
      await api.post(`${entry(activity)}/restore`)
      refresh(contactId)
    },
    async destroy(activity) {
      await api.delete(`/activities/${activity.id}`)
      dropActivity(queries, contactId, activity.id)
      refresh(contactId)
    },
    async undelete(activity) {
      await api.post(`/activities/${activity.id}/restore`)
      refresh(contactId)
    },
  }
}

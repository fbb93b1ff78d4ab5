import './texts.ts'
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import {
  ArrowMoveRegular,
  DeleteRegular,
  EditRegular,
  HistoryRegular,
  SubtractCircleRegular,
} from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '../../../server/timeline/schema.ts'
import { meQuery } from '../../api/session.ts'
import { isRemovable, isWritten } from './details.ts'
import { EditEntry } from './EditEntry.tsx'
import { EntryHistory } from './EntryHistory.tsx'
import { RefileDialog } from './RefileDialog.tsx'
import type { EntryDeeds } from './use-entry-deeds.ts'

const useStyles = makeStyles({
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    marginInlineStart: '-8px',
    minWidth: 0,
    padding: 0,
    border: 'none',
  },
})

interface Props {
  activity: Activity
  deeds: EntryDeeds
}

type Open = 'edit' | 'history' | 'refile'

/** What can be done with an entry, in its details. */
export default function EntryTools({ activity, deeds }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('entries')
  const { data: me } = useQuery(meQuery)
  const [open, setOpen] = useState<Open>()
  const roles = me?.roles ?? []
  if (!roles.some((role) => role !== 'DataProtection')) return null
  const mayAll = roles.includes('Manager') || roles.includes('Admin')
  const mayChange = isWritten(activity) && (mayAll || activity.actor.id === me?.id)
  const { contactId } = deeds
  // Off the last timeline it would be gone: what a colleague wrote only they delete.
  const isColleagues = isWritten(activity) && activity.actor.id !== null && !mayChange
  const mayRemove = isRemovable(activity) && !(isColleagues && activity.contacts.length === 0)
  if (open === 'edit') return <EditEntry activity={activity} onDone={() => setOpen(undefined)} />
  return (
    <>
      <fieldset className={styles.tools} aria-label={t('actions')}>
        {contactId && mayRemove && (
          <Button
            size="small"
            appearance="subtle"
            icon={<SubtractCircleRegular />}
            onClick={() => deeds.remove(activity)}
          >
            {t('remove')}
          </Button>
        )}
        {contactId && isRemovable(activity) && (
          <Button size="small" appearance="subtle" icon={<ArrowMoveRegular />} onClick={() => setOpen('refile')}>
            {t('refile')}
          </Button>
        )}
        {mayChange && (
          <Button size="small" appearance="subtle" icon={<EditRegular />} onClick={() => setOpen('edit')}>
            {t('edit')}
          </Button>
        )}
        {mayChange && (
          <Button size="small" appearance="subtle" icon={<DeleteRegular />} onClick={() => deeds.destroy(activity)}>
            {t('delete')}
          </Button>
        )}
        {activity.editedAt && (
          <Button
            size="small"
            appearance="subtle"
            icon={<HistoryRegular />}
            aria-expanded={open === 'history'}
            onClick={() => setOpen(open === 'history' ? undefined : 'history')}
          >
            {t('history')}
          </Button>
        )}
      </fieldset>
      {open === 'history' && <EntryHistory activityId={activity.id} />}
      {open === 'refile' && contactId && (
        <RefileDialog
          without={contactId}
          onClose={() => setOpen(undefined)}
          onPick={(contact) => {
            setOpen(undefined)
            deeds.refile(activity, contact)
          }}
        />
      )}
    </>
  )
}

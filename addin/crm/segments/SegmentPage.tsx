import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { DeleteRegular, LockClosedRegular, PersonQuestionMarkRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Segment } from '../../../server/segments/schema.ts'
import { useBroken } from '../../features/filter/use-broken.ts'
import { fieldErrors } from '../../ui/problem-text.ts'
import { currentOf } from '../settings/parts/problems.ts'
import { Refused } from '../settings/parts/Refused.tsx'
import { useTitle } from '../shell/use-title.ts'
import { DeleteSegment } from './DeleteSegment.tsx'
import { FreezeSegment } from './FreezeSegment.tsx'
import { Matches } from './Matches.tsx'
import { Members } from './Members.tsx'
import { OpenInList } from './OpenInList.tsx'
import { KindBadge, Size, UsedBy } from './SegmentFacts.tsx'
import { type SegmentDraft, SegmentFields } from './SegmentFields.tsx'
import { useEditSegment } from './segments-query.ts'
import { usePageStyles } from './styles.ts'
import { useWrites } from './use-writes.ts'
import { WhyDialog } from './WhyDialog.tsx'

type Task = 'freeze' | 'delete' | 'why'

/** One segment: what it is, its rule or its members, and everything that can be done with it. */
export function SegmentPage({ segment }: { segment: Segment }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const [task, setTask] = useState<Task>()
  const writes = useWrites()
  useTitle(segment.name)
  const seen = useBroken(segment.filter ?? undefined)
  const close = () => setTask(undefined)
  return (
    <div className={styles.page}>
      <Link className={styles.link} to="/segments">
        {t('back')}
      </Link>
      <div className={styles.head}>
        <h1 className={styles.title}>{segment.name}</h1>
        <KindBadge segment={segment} />
      </div>
      <p className={styles.text}>
        {segment.size && (
          <>
            <Size size={segment.size} /> ·{' '}
          </>
        )}
        <UsedBy usedBy={segment.usedBy} />
        {segment.owner && ` · ${t('owner', { name: segment.owner.name })}`}
      </p>
      <p className={styles.quiet}>{t(`kindHint.${segment.kind}`)}</p>
      {segment.paused && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{seen ? t('pausedSeen') : t('paused', { reason: segment.paused })}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.row}>
        {!segment.paused && <OpenInList segment={segment} />}
        <Button size="small" icon={<PersonQuestionMarkRegular />} onClick={() => setTask('why')}>
          {t('why')}
        </Button>
        {writes && segment.kind === 'dynamic' && !segment.paused && (
          <Button size="small" icon={<LockClosedRegular />} onClick={() => setTask('freeze')}>
            {t('freeze')}
          </Button>
        )}
        {writes && (
          <Button size="small" icon={<DeleteRegular />} onClick={() => setTask('delete')}>
            {t('delete')}
          </Button>
        )}
      </div>
      <EditSegment segment={segment} />
      {segment.kind === 'static' && <Members segment={segment} />}
      {task === 'freeze' && <FreezeSegment segment={segment} onClose={close} />}
      {task === 'delete' && <DeleteSegment segment={segment} onClose={close} />}
      {task === 'why' && <WhyDialog segment={segment} onClose={close} />}
    </div>
  )
}

const draftOf = (segment: Segment): SegmentDraft => ({
  name: segment.name,
  description: segment.description ?? '',
  filter: segment.filter ?? undefined,
})

function EditSegment({ segment }: { segment: Segment }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  // What the form was opened on: a refresh behind it must not change what "before" means.
  const [before, setBefore] = useState(segment)
  const [draft, setDraft] = useState(() => draftOf(segment))
  const edit = useEditSegment()
  const current = currentOf<Segment>(edit.error)
  const dynamic = segment.kind === 'dynamic'
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(before))
  const whole = draft.name.trim() !== '' && (!dynamic || draft.filter !== undefined)
  const settle = (saved: Segment) => {
    setBefore(saved)
    setDraft(draftOf(saved))
  }
  const save = (version: number) =>
    edit.mutate(
      {
        id: segment.id,
        edit: {
          version,
          name: draft.name,
          description: draft.description.trim() || null,
          ...(dynamic && draft.filter ? { filter: draft.filter } : {}),
        },
      },
      { onSuccess: settle },
    )
  return (
    <form
      className={styles.part}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (changed && whole && !edit.isPending) save(before.version)
      }}
    >
      <SegmentFields
        kind={segment.kind}
        draft={draft}
        onChange={setDraft}
        errors={fieldErrors(edit.error)}
        withFilter={dynamic}
      />
      {dynamic && <p className={styles.quiet}>{t('zone', { zone: segment.timeZone })}</p>}
      {dynamic && <Matches filter={draft.filter} zone={segment.timeZone} />}
      {current ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('stale')}</MessageBarBody>
          <MessageBarActions>
            <Button
              onClick={() => {
                edit.reset()
                settle(current)
              }}
            >
              {t('takeTheirs')}
            </Button>
            <Button onClick={() => save(current.version)}>{t('saveMine')}</Button>
          </MessageBarActions>
        </MessageBar>
      ) : (
        edit.error && <Refused error={edit.error} />
      )}
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={!changed || !whole || edit.isPending}>
          {t('save')}
        </Button>
        <span role="status" className={styles.quiet}>
          {edit.isSuccess && !changed && t('saved')}
        </span>
      </div>
    </form>
  )
}

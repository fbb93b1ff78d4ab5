import { MessageBar, MessageBarBody, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MergeResult } from '../../../server/merge/schema.ts'
import { meQuery } from '../../api/session.ts'
import { mayMerge, mayMergeMany } from '../../features/duplicates/rights.ts'
import { MergeDone } from '../../features/merge/MergeDone.tsx'
import { useUndoMerge } from '../../features/merge/merge-query.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { useMedia } from '../shell/use-media.ts'
import { BulkMerge } from './BulkMerge.tsx'
import { CertaintyFilter } from './CertaintyFilter.tsx'
import { GroupList } from './GroupList.tsx'
import { GroupView, groupTitle } from './GroupView.tsx'
import { NoGroups } from './NoGroups.tsx'
import { pairsWith } from './queue.ts'
import { useDismiss } from './queue-query.ts'
import { ScanBar } from './ScanBar.tsx'
import { border, narrow, narrowQuery } from './styles.ts'
import { useQueue } from './use-queue.ts'

const useStyles = makeStyles({
  tools: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderBottom: border,
    [narrow]: { paddingInline: tokens.spacingHorizontalM },
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
  },
  away: { display: 'none' },
  panes: {
    flexGrow: 1,
    minHeight: 0,
    display: 'grid',
    gridTemplateColumns: '300px minmax(0, 1fr)',
    [narrow]: { display: 'block' },
  },
  list: {
    minHeight: 0,
    overflowY: 'auto',
    borderRight: border,
    [narrow]: { overflowY: 'visible', borderRight: 'none' },
  },
  detail: { minWidth: 0, minHeight: 0 },
  notice: { padding: tokens.spacingHorizontalM },
})

/** The queue and the group that is looked at, for somebody who works through many. */
export function Review() {
  const styles = useStyles()
  const { t } = useTranslation('deduplication')
  const { data: me } = useQuery(meQuery)
  const roles = me?.roles ?? []
  const readOnly = me !== undefined && !mayMerge(roles)
  const small = useMedia(narrowQuery)
  const queue = useQueue()
  const { list, groups, current, place } = queue
  const acts = useActs(queue)
  const shown = small && !queue.opened ? undefined : current
  const total = queue.certainty
    ? queue.counts[queue.certainty]
    : queue.counts.certain + queue.counts.likely + queue.counts.possible
  return (
    <>
      <div className={mergeClasses(styles.tools, small && shown && styles.away)}>
        {readOnly && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>{t('readOnly')}</MessageBarBody>
          </MessageBar>
        )}
        {list.isRefetchError && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{describeError(list.error)}</MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.bar}>
          {list.data && <CertaintyFilter chosen={queue.certainty} counts={queue.counts} onChoose={queue.narrowTo} />}
          <ScanBar may={mayMergeMany(roles)} onThrough={queue.reload} />
          {list.data && mayMergeMany(roles) && <BulkMerge certain={queue.counts.certain} onThrough={queue.reload} />}
        </div>
      </div>
      <Announcer text={acts.said} />
      {list.isError && !list.data ? (
        <Failed error={list.error} retry={list.refetch} />
      ) : !list.data ? (
        <LoadingRows />
      ) : groups.length === 0 ? (
        <>
          {acts.notice && <div className={styles.notice}>{acts.notice}</div>}
          <NoGroups filtered={queue.certainty !== undefined} onAll={() => queue.narrowTo(undefined)} />
        </>
      ) : (
        <div className={styles.panes}>
          {!(small && shown) && (
            <div className={styles.list}>
              <GroupList
                groups={groups}
                current={shown?.id}
                onChoose={(at) => acts.show(at)}
                waiting={list.isPlaceholderData}
                more={{
                  has: list.hasNextPage,
                  loading: list.isFetchingNextPage,
                  failed: list.isFetchNextPageError,
                  load: () => void list.fetchNextPage(),
                }}
              />
            </div>
          )}
          {shown && (
            <div className={styles.detail}>
              <GroupView
                key={`${shown.id} ${shown.contacts.map(({ id }) => id).join(' ')}`}
                group={shown}
                place={place}
                count={Math.max(total, groups.length)}
                readOnly={readOnly}
                arrived={acts.arrived}
                notice={acts.notice}
                dismissing={acts.dismissing}
                onMerged={acts.merged}
                onDismiss={() => acts.dismiss([shown.contacts.map(({ id }) => id)])}
                onAlone={(id) => acts.dismiss(pairsWith(shown, id), id)}
                onMove={(by) => acts.show(place + by)}
                onUndo={acts.undo}
                onBack={() => queue.show(undefined)}
                reload={queue.reload}
              />
            </div>
          )}
        </div>
      )}
    </>
  )
}

interface Acts {
  /** What was done last, to be read out. */
  said: string
  /** The same to be seen, with the way back. */
  notice: ReactNode
  /** The group on screen is one that somebody moved on to. */
  arrived: boolean
  dismissing: boolean
  show: (place: number) => void
  merged: (result: MergeResult) => void
  /** @param alone the contact that leaves the group; absent: all of them do */
  dismiss: (sets: string[][], alone?: string) => void
  undo: (() => void) | undefined
}

/** What can be done in the queue, and what was done last. */
function useActs(queue: ReturnType<typeof useQueue>): Acts {
  const { t } = useTranslation(['deduplication', 'merge'])
  const { groups, current } = queue
  const [last, setLast] = useState<MergeResult>()
  const [dismissed, setDismissed] = useState<string>()
  const arrived = useRef(false)
  const undo = useUndoMerge()
  const dismissal = useDismiss()
  const tell = (result: MergeResult | undefined, names?: string) => {
    undo.reset()
    dismissal.reset()
    setLast(result)
    setDismissed(names)
  }
  const merged = (result: MergeResult) => {
    arrived.current = true
    tell(result)
    if (!current) return
    const { formerIds } = result.merge
    const whole = current.contacts.length - formerIds.length < 2
    queue.settle(current.id, formerIds, result.contact)
    if (!whole) queue.reload()
  }
  const dismiss = (sets: string[][], alone?: string) => {
    if (!current) return
    const group = current
    const contactIds = alone ? [alone] : group.contacts.map(({ id }) => id)
    dismissal.mutate(sets, {
      onSuccess: () => {
        arrived.current = true
        tell(
          undefined,
          group.contacts
            .filter(({ id }) => contactIds.includes(id))
            .map(({ displayName }) => displayName)
            .join(', '),
        )
        queue.settle(group.id, contactIds)
        if (alone) queue.reload()
      },
      // Some of several pairs may be saved.
      onError: queue.reload,
    })
  }
  const followBack = ({ merge }: MergeResult) => queue.follow([merge.survivorId, ...merge.formerIds])
  const undoing = last && !undo.data && last.merge.undoableUntil
  const name = last?.contact.displayName ?? ''
  const said = undo.data
    ? t('merge:undone')
    : last
      ? t('merge:done', { name, names: last.merge.formerNames.join(', ') })
      : dismissed
        ? t('act.dismissed', { names: dismissed })
        : ''
  return {
    said,
    notice: last ? (
      <MergeDone
        result={last}
        undo={undo}
        shortcut="Z"
        linked
        onUndone={followBack}
        onDismiss={() => tell(undefined)}
      />
    ) : dismissal.error ? (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{t('act.dismissFailed', { reason: describeError(dismissal.error) })}</MessageBarBody>
      </MessageBar>
    ) : null,
    arrived: arrived.current,
    dismissing: dismissal.isPending,
    show: (at) => {
      const group = groups[at]
      if (!group) return
      if (group === current) document.getElementById(groupTitle)?.focus()
      arrived.current = true
      queue.show(group.id)
    },
    merged,
    dismiss,
    undo: undoing
      ? () => {
          if (!undo.isPending) undo.mutate(last.merge.id, { onSuccess: followBack })
        }
      : undefined,
  }
}

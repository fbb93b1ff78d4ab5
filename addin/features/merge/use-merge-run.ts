import { useEffect, useRef, useState } from 'react'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { MergeResult } from '../../../server/merge/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useMerge } from './merge-query.ts'
import { changesOf } from './rows.ts'
import type { MergePlan } from './use-merge-plan.ts'

interface Options {
  /** Fetches the contacts anew. */
  reload: () => void
  onMerged: (result: MergeResult) => void
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
}

const isStale = (error: unknown) => error instanceof ApiProblem && error.type === 'stale-version'

/** Carries a plan out. When somebody changed one of the contacts meanwhile, nothing is merged and the changes are shown. */
export function useMergeRun(plan: MergePlan, { reload, onMerged, guard }: Options) {
  const merge = useMerge()
  const [before, setBefore] = useState<readonly Contact[]>()
  /** The field that had to be decided first when it was last tried; each try is told anew. */
  const [missing, setMissing] = useState<{ field: string }>()
  const asked = plan.rows.find(({ asks }) => asks)?.field
  const ready = plan.chosen.length > 1 && plan.preview !== undefined && !plan.waiting
  /** Asked for before the server had foretold what comes of it. */
  const [wanted, setWanted] = useState(false)
  const run = () => {
    if (merge.isPending || plan.chosen.length < 2) return
    setWanted(!ready)
    if (!ready) return
    setMissing(asked ? { field: asked } : undefined)
    if (asked) return
    guard?.()
    setBefore(undefined)
    merge.mutate(plan.input, {
      onSuccess: onMerged,
      onError: (error) => {
        if (!isStale(error)) return
        setBefore(plan.contacts)
        reload()
      },
    })
  }
  const failed = plan.error !== null
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    if (wanted && failed) setWanted(false)
    else if (wanted && ready) latest.current()
  }, [wanted, ready, failed])
  return {
    run,
    reload,
    pending: merge.isPending || wanted,
    error: before ? null : merge.error,
    changes: before && changesOf(before, plan.contacts),
    missing: missing?.field === asked ? missing : undefined,
  }
}

export type MergeRun = ReturnType<typeof useMergeRun>

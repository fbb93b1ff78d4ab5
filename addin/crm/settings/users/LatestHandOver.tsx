import { useQuery } from '@tanstack/react-query'
import { recentQuery } from '../../../features/bulk/bulk-query.ts'
import { OperationProgress } from '../../../features/bulk/OperationProgress.tsx'

/** The reader's last hand-over, as long as it runs or can be undone. */
export function LatestHandOver() {
  const recent = useQuery(recentQuery)
  const latest = recent.data?.items.find(({ action }) => action.type === 'set_owner')
  if (!latest || (latest.finishedAt !== null && latest.undoableUntil === null)) return null
  return <OperationProgress id={latest.id} />
}

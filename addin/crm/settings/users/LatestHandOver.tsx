import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recentQuery } from '../../../features/bulk/bulk-query.ts'
import { OperationProgress } from '../../../features/bulk/OperationProgress.tsx'

/** The reader's last hand-over, as long as it runs or can be undone; and what came of it while the page is open. */
export function LatestHandOver() {
  const recent = useQuery(recentQuery)
  const [shown, setShown] = useState<string>()
  const latest = recent.data?.items.find(({ action }) => action.type === 'set_owner')
  const matters = latest && (latest.finishedAt === null || latest.undoableUntil !== null)
  if (matters && latest.id !== shown) setShown(latest.id)
  return shown ? <OperationProgress id={shown} /> : null
}

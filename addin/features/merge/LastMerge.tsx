import { useQueryClient } from '@tanstack/react-query'
import type { MergeResult } from '../../../server/merge/schema.ts'
import { lastMergeQuery } from './last-merge.ts'
import { MergeDone } from './MergeDone.tsx'
import { useUndoMerge } from './merge-query.ts'

/** Above a record that somebody was just merged into. */
export default function LastMerge({ result }: { result: MergeResult }) {
  const queries = useQueryClient()
  const undo = useUndoMerge()
  const { queryKey } = lastMergeQuery(result.contact.id)
  return <MergeDone result={result} undo={undo} onDismiss={() => queries.setQueryData(queryKey, null)} />
}

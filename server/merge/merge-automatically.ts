import { isBeyondDoubt, wasTakenApart } from './beyond-doubt.ts'
import { type BulkMergeContext, type IsMeant, mergeEach } from './merge-in-bulk.ts'
import { mergeSettings } from './settings.ts'

/** Turning it off stops it at once; what a person took apart is theirs to put together again. */
const isMeant: IsMeant = async (tx, ids) =>
  (await mergeSettings(tx)).mergeAutomatically && (await isBeyondDoubt(tx, ids)) && !(await wasTakenApart(tx, ids))

/**
 * Merges, where that is turned on, the groups that a bulk merge would and that are beyond doubt, in nobody's name (ME-19).
 * May stop and be repeated at any moment. @returns how many were merged
 */
export async function mergeAutomatically(context: Pick<BulkMergeContext, 'db' | 'now'>): Promise<number> {
  if (!(await mergeSettings(context.db)).mergeAutomatically) return 0
  let merged = 0
  for await (const done of mergeEach(context, null, null, isMeant)) if (done) merged += 1
  return merged
}

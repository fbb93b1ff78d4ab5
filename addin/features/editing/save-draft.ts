import { ApiProblem } from '../../api/problem.ts'
import { type Clash, clashes, type Draft, differing, onTop } from './draft.ts'

/** How a kind of record is edited. */
export interface Editing<R> {
  draftOf(record: R): Draft
  /** Sends the named fields of the draft, with the version of the record they were written over. */
  send(record: R, draft: Draft, fields: string[]): Promise<R>
}

/** Both sides changed the same fields; the user chooses, then saves over `current`. */
export class EditClash<R> extends Error {
  override name = 'EditClash'
  readonly clashes: Clash[]
  readonly current: R
  /** Mine over theirs, still with my values in the fields that clash. */
  readonly draft: Draft
  constructor(found: Clash[], current: R, draft: Draft) {
    super('The record was changed meanwhile.')
    this.clashes = found
    this.current = current
    this.draft = draft
  }
}

const tries = 5

/**
 * Saves what a draft changed about a record. Where somebody else saved meanwhile, edits of different fields go on top of
 * each other unseen (CR-11).
 * @throws EditClash, ApiProblem
 */
export async function saveDraft<R>(editing: Editing<R>, before: R, draft: Draft): Promise<R> {
  let [base, mine] = [before, draft]
  for (let attempt = 1; ; attempt++) {
    const old = editing.draftOf(base)
    const fields = differing(old, mine)
    if (fields.length === 0) return base
    try {
      return await editing.send(base, mine, fields)
    } catch (error) {
      const current = newerRecord<R>(error)
      if (!current || attempt === tries) throw error
      const theirs = editing.draftOf(current)
      const found = clashes(old, mine, theirs)
      mine = onTop(old, mine, theirs)
      if (found.length > 0) throw new EditClash(found, current, mine)
      base = current
    }
  }
}

/** The record as it is now, where the server refused a stale version. */
function newerRecord<R>(error: unknown): R | undefined {
  if (!(error instanceof ApiProblem) || error.type !== 'stale-version') return undefined
  return error.body.current as R | undefined
}

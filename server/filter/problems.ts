import { Problem } from '../platform/problem.ts'

/** A filter names what does not exist (any more). It matches nobody then, and is never quietly left out (SG-05, SE-11). */
export class BrokenFilter extends Problem {
  readonly type = 'broken-filter'
  constructor(field: string, why: string) {
    super(422, `The filter on “${field}” does not work: ${why} Change or remove this condition.`, { field })
  }
}

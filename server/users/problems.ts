import { Problem } from '../platform/problem.ts'

export class LastAdmin extends Problem {
  readonly type = 'last-admin'
  constructor() {
    super(
      409,
      'Nobody else is an administrator. Give the role Admin to somebody else first, here or in Entra, then take it away.',
    )
  }
}

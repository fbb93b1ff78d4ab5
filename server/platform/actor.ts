import type { Role } from '../users/schema.ts'

/** Who did it: the first thing every write knows. */
export interface Actor {
  userId: string
  entraId: string
  name: string
  email: string | null
  roles: readonly Role[]
  /** By which way the change came in; kept in the change history. `public`: a visitor did it, for whom this user stands. */
  route: 'person' | 'import' | 'sync' | 'merge' | 'api' | 'public'
  requestId?: string
}

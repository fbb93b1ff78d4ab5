import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../../server/users/schema.ts'
import { meQuery } from '../../../api/session.ts'

/** Who may change what, as the routes of the server say it; here only so that nothing is offered that would be refused. */
const changers = {
  fields: ['Admin'],
  scoring: ['Manager', 'Admin'],
  stages: ['Admin'],
  merging: ['Manager', 'Admin'],
  consent: ['Admin'],
  tracking: ['Admin'],
  users: ['Admin'],
  handOver: ['Rep', 'Manager', 'Admin'],
  audit: ['Admin', 'DataProtection'],
  data: ['Admin'],
  calls: ['Admin'],
} as const satisfies Record<string, readonly Role[]>

/** Whether the reader may, and who may. */
export function useMay(what: keyof typeof changers): { may: boolean; who: readonly Role[] } {
  const who: readonly Role[] = changers[what]
  const roles = useQuery(meQuery).data?.roles ?? []
  return { may: roles.some((role) => who.includes(role)), who }
}

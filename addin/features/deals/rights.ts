import { useQuery } from '@tanstack/react-query'
import type { Deal } from '../../../server/deals/schema.ts'
import type { Me, Role } from '../../../server/users/schema.ts'
import { meQuery } from '../../api/session.ts'

const writers: readonly Role[] = ['Rep', 'Manager', 'Admin']
const seniors: readonly Role[] = ['Manager', 'Admin']

/** Who may add and change deals; the server has the last word. */
export function useMayWriteDeals(): boolean {
  const roles = useQuery(meQuery).data?.roles ?? []
  return roles.some((role) => writers.includes(role))
}

/** A deal is deleted by its owner, by whoever added it, or by a manager. */
export const mayDelete = (me: Pick<Me, 'id' | 'roles'> | undefined, deal: Deal): boolean =>
  me !== undefined &&
  (me.roles.some((role) => seniors.includes(role)) ||
    (me.roles.includes('Rep') && (deal.ownerId === me.id || deal.createdBy?.id === me.id)))

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/session.ts'

/** Managers see forms, admins make them, as the routes of the server say it. */
export function useFormRights(): { sees: boolean; writes: boolean } {
  const roles = useQuery(meQuery).data?.roles ?? []
  const writes = roles.includes('Admin')
  return { writes, sees: writes || roles.includes('Manager') }
}

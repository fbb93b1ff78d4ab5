import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/session.ts'

/** Whether the reader may change segments at all; who only watches over data protection may not. */
export function useWrites(): boolean {
  const roles = useQuery(meQuery).data?.roles ?? []
  return roles.some((role) => role !== 'DataProtection')
}

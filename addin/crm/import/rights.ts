import { useQuery } from '@tanstack/react-query'
import type { Import } from '../../../server/import/schema.ts'
import type { Role } from '../../../server/users/schema.ts'
import { meQuery } from '../../api/session.ts'

const importers: readonly Role[] = ['Rep', 'Manager', 'Admin']
const seniors: readonly Role[] = ['Manager', 'Admin']

/** What the reader may do about imports; the server has the last word, here nothing is offered that it would refuse. */
export function useImportRights() {
  const me = useQuery(meQuery).data
  const has = (roles: readonly Role[]) => me?.roles.some((role) => roles.includes(role)) ?? false
  const senior = has(seniors)
  return {
    mayImport: has(importers),
    /** To sign that people agreed, so that they may come in as Opted In. */
    maySign: senior,
    mayMakeFields: has(['Admin']),
    isMine: ({ requestedBy }: Pick<Import, 'requestedBy'>) => requestedBy.id === me?.id,
    mayChange: ({ requestedBy }: Pick<Import, 'requestedBy'>) =>
      has(importers) && (requestedBy.id === me?.id || senior),
  }
}

import type { Role } from '../../../server/users/schema.ts'

const mergers: readonly Role[] = ['Rep', 'Manager', 'Admin']
const seniors: readonly Role[] = ['Manager', 'Admin']

/** Who may merge contacts or say that they are different people; the server has the last word. */
export const mayMerge = (roles: readonly Role[]): boolean => roles.some((role) => mergers.includes(role))

/** Who may have everybody compared, and merge many groups at once. */
export const mayMergeMany = (roles: readonly Role[]): boolean => roles.some((role) => seniors.includes(role))

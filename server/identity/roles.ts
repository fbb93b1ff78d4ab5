import type { Role } from '../users/schema.ts'

export const everyone: readonly Role[] = ['Rep', 'Manager', 'Admin', 'DataProtection']
export const writers: readonly Role[] = ['Rep', 'Manager', 'Admin']
export const administrators: readonly Role[] = ['Admin']
/** Who settles what everybody shares: tags, segments, scoring. */
export const managers: readonly Role[] = ['Manager', 'Admin']

import type { Role } from '../users/schema.ts'

export const everyone: readonly Role[] = ['Rep', 'Manager', 'Admin', 'DataProtection']
export const writers: readonly Role[] = ['Rep', 'Manager', 'Admin']
export const administrators: readonly Role[] = ['Admin']

import type { Routes } from '../app-types.ts'

export const auditRoutes: Routes = async () => {}

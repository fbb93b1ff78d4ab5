import type { Routes } from '../app-types.ts'

export const bulkRoutes: Routes = async () => {}

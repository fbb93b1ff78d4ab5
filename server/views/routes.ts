import type { Routes } from '../app-types.ts'

export const viewRoutes: Routes = async () => {}

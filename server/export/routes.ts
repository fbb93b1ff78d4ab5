import type { Routes } from '../app-types.ts'

export const exportRoutes: Routes = async () => {}

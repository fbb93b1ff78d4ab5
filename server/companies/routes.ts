import type { Routes } from '../app-types.ts'

export const companyRoutes: Routes = async () => {}

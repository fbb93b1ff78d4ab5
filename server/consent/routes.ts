import type { Routes } from '../app-types.ts'

export const consentRoutes: Routes = async () => {}

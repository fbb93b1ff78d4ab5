import type { Routes } from '../app-types.ts'

export const scoringRoutes: Routes = async () => {}

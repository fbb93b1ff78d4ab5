import type { Routes } from '../app-types.ts'

export const segmentRoutes: Routes = async () => {}

import type { Routes } from '../app-types.ts'

export const tagRoutes: Routes = async () => {}

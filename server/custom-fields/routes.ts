import type { Routes } from '../app-types.ts'

export const customFieldRoutes: Routes = async () => {}

import { z } from 'zod'
import { Id } from '../platform/schema.ts'

export const CompanyReference = z.object({ id: Id, name: z.string() })
export type CompanyReference = z.infer<typeof CompanyReference>

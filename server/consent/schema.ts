import { z } from 'zod'
import { Instant } from '../platform/schema.ts'

export const ConsentStatus = z.enum(['opted_in', 'opted_out', 'pending', 'unknown'])
export const ConsentType = z.enum(['explicit', 'implied', 'imported'])
export const GdprBasis = z.enum(['consent', 'legitimate_interest', 'contract'])

/** The consent block of a contact: a projection of the ledger, plus the country that decides the law. */
export const Consent = z.object({
  status: ConsentStatus,
  type: ConsentType.nullable(),
  date: Instant.nullable(),
  source: z.string().nullable(),
  gdprBasis: GdprBasis.nullable(),
  country: z.string().length(2).nullable().describe('ISO 3166-1 alpha-2.'),
  jurisdiction: z.string().nullable().describe('The law that applies, from the country; null when unknown.'),
})
export type Consent = z.infer<typeof Consent>

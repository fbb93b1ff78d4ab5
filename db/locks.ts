/** Numbers of the advisory locks of the product, in one place so that none is used twice. */
export const locks = {
  migration: 5_210_001,
  directory: 5_210_002,
  /** Pages of mail share it, whoever gives a contact an address takes it alone: see server/mail/ingest.ts. */
  addressBook: 5_210_003,
  /** With the hash of a company's name. */
  companyName: 5_210_004,
  /** Whoever appends to the audit log holds it to the end of the transaction: see server/audit/audit.ts. */
  auditLog: 5_210_005,
  /** Who scores shares it; a re-score of everyone takes it alone once, so that nobody still works by older rules. */
  scoring: 5_210_006,
  /** With the hash of a field and its value: see server/custom-fields/unique-values.ts. */
  uniqueValue: 5_210_007,
  /** Whoever saves the filter of a segment: two at once could name each other in a circle. */
  segments: 5_210_008,
  /** Who makes one company by its name shares it, who makes many takes it alone: see server/companies/companies.ts. */
  companyNames: 5_210_009,
  /** The import that writes; others wait for it. */
  imports: 5_210_010,
  /** Whoever writes which contacts may be one: see server/duplicates/regroup.ts. Taken after the contacts themselves. */
  duplicates: 5_210_011,
  /** Who puts deals into stages shares it, who deletes or orders stages takes it alone: see server/deals/stages.ts. */
  dealStages: 5_210_012,
} as const

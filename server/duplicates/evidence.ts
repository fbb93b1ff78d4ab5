import type { FactKind, Frequencies } from './frequencies.ts'
import type { Reason } from './schema.ts'

/** What one fact says about whether two records are one person. */
export interface Evidence {
  kind: Reason['kind']
  detail: Reason['detail']
  /** Logarithm to base 2 of how much likelier this is for one person than for two (Fellegi, Sunter 1969). */
  bits: number
  values: readonly [string] | readonly [string, string]
  field: string | null
  /** Whether few people have this value. */
  rare?: boolean
}

/** How rarely a value is shared by chance, in bits: among the others, how few have it. */
export function rarity(frequencies: Frequencies, kind: FactKind, value: string): number {
  const others = Math.max(frequencies.count(kind, value) - 1, 0.5)
  return Math.log2(frequencies.people / others)
}

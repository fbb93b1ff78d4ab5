import type { Mapping } from '../../../server/import/schema.ts'

/** An attestation while it is written. */
export interface AttestationDraft {
  text: string
  source: string
  date: string
}

export const emptyAttestation: AttestationDraft = { text: '', source: '', date: '' }

const shortest = 10

export const isShort = ({ text }: AttestationDraft): boolean => text.trim() !== '' && text.trim().length < shortest

/** Undefined while anything is missing. */
export function toAttestation(draft: AttestationDraft): Mapping['attestation'] {
  const text = draft.text.trim()
  const source = draft.source.trim()
  return text.length >= shortest && source && draft.date ? { text, source, date: draft.date } : undefined
}

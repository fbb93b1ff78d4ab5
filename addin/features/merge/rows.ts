import type { Contact } from '../../../server/contacts/schema.ts'
import type { FieldChoice, MergePreview } from '../../../server/merge/schema.ts'
import { contactDraft } from '../contact/contact-draft.ts'
import { customPrefix, differing, type Value } from '../editing/draft.ts'

/** A contact as it is compared; the queue knows how much is on its timeline. */
export type Compared = Contact & { activities?: number }

/** Whose value stays in which field, as far as somebody chose. */
export type Picks = Readonly<Record<string, string>>

/** A field of the contacts side by side. */
export interface Row {
  field: string
  label: string
  /** `filled`: some have no value, the others the same one. */
  kind: 'differs' | 'filled' | 'equal'
  values: FieldChoice['values']
  /** The contact whose value stays; null when nobody has one, or a person has to decide. */
  kept: string | null
  /** A person has to decide and did not yet. */
  asks: boolean
}

/** The fields of a preview with what was chosen by hand, which counts at once and not only when the server has answered. */
export function rowsOf(preview: MergePreview, ids: readonly string[], picks: Picks): Row[] {
  return preview.fields.map(({ field, label, values, chosen, asks }) => {
    const picked = picks[field]
    const open = asks && picked === undefined
    return {
      field,
      label,
      kind: values.length > 1 ? 'differs' : ids.every((id) => values[0]?.contactIds.includes(id)) ? 'equal' : 'filled',
      values,
      kept: open ? null : (picked ?? chosen),
      asks: open,
    }
  })
}

export const ownValue = ({ values }: Row, contactId: string) =>
  values.find(({ contactIds }) => contactIds.includes(contactId))

/** Whether a contact's value is the one that stays, be it its own or one just like it. */
export const isKept = (row: Row, contactId: string): boolean =>
  row.kept !== null && (ownValue(row, row.kept)?.contactIds.includes(contactId) ?? false)

/** The name a merged field has in the form of a contact. */
export function draftField(field: string): string {
  if (field === 'companyId') return 'company'
  if (field === 'ownerId') return 'owner'
  return field.replace(/^customFields\./, customPrefix)
}

/** The value of a merged field in a contact, as its form holds it. */
export const draftValue = (contact: Contact, field: string): Value => contactDraft(contact)[draftField(field)] ?? null

export interface Change {
  contactId: string
  name: string
  /** As the form names it. */
  field: string
  before: Value
  after: Value
}

/** What became different in contacts that were looked at, field by field. */
export function changesOf(before: readonly Contact[], after: readonly Contact[]): Change[] {
  return after.flatMap((contact) => {
    const old = before.find(({ id }) => id === contact.id)
    if (!old || old.version === contact.version) return []
    const [was, is] = [contactDraft(old), contactDraft(contact)]
    return differing(was, is).map((field) => ({
      contactId: contact.id,
      name: contact.displayName,
      field,
      before: was[field] ?? null,
      after: is[field] ?? null,
    }))
  })
}

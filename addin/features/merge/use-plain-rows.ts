import type { MergedField } from '../../../server/merge/schema.ts'
import { type ContactField, contactFields } from '../contact/contact-draft.ts'
import { useContactWords } from '../contact/use-field-label.ts'
import { useCustomFields } from '../custom-fields/use-custom-fields.ts'
import { type Compared, draftField, draftValue, type Row } from './rows.ts'

/** Shown as united, or not merged by choice. */
const apart: readonly ContactField[] = ['aliases', 'tags', 'source']

const wireField = (field: ContactField): string =>
  field === 'company'
    ? ('companyId' satisfies MergedField)
    : field === 'owner'
      ? ('ownerId' satisfies MergedField)
      : field

/** The fields of contacts side by side, with nothing said about what a merge would keep. */
export function usePlainRows(contacts: readonly Compared[]): Row[] {
  const words = useContactWords()
  const custom = useCustomFields('contact')
  const fields = [
    ...contactFields.filter((field) => !apart.includes(field)).map(wireField),
    ...custom.fields.map(({ key }) => `customFields.${key}`),
  ]
  return fields.flatMap((field) => {
    const values = new Map<string, string[]>()
    for (const contact of contacts) {
      const text = words.text(draftField(field), draftValue(contact, field))
      if (text) values.set(text, [...(values.get(text) ?? []), contact.id])
    }
    if (values.size === 0) return []
    const filled = [...values.values()].flat().length
    return {
      field,
      label: words.label(draftField(field)),
      kind: values.size > 1 ? 'differs' : filled < contacts.length ? 'filled' : 'equal',
      values: [...values].map(([text, contactIds]) => ({ text, contactIds })),
      kept: null,
      asks: false,
    } satisfies Row
  })
}

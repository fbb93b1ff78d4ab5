import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Contact } from '../../../server/contacts/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../api/session.ts'
import { contactKey } from './contact-query.ts'
import { type Clash, clashes, differing, type Form, formOf, toEditInput } from './edits.ts'

/** Both sides changed the same field; the user chooses. */
export class EditClash extends Error {
  override name = 'EditClash'
  readonly clashes: Clash[]
  readonly current: Contact
  constructor(found: Clash[], current: Contact) {
    super('The contact was changed meanwhile.')
    this.clashes = found
    this.current = current
  }
}

interface Edit {
  before: Contact
  form: Form
  /** Throws when Outlook shows another message by now. */
  guard: () => void
}

/** Saves an edit. Fails with EditClash, MessageChanged or ApiProblem. */
export function useEditContact(onSaved: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ before, form, guard }: Edit) => {
      guard()
      return save(before, form)
    },
    onSuccess: (contact) => {
      queries.setQueryData(contactKey(contact.id), contact)
      void queries.invalidateQueries({ queryKey: ['people'] })
      onSaved()
    },
    onError: (error) => {
      if (error instanceof EditClash) queries.setQueryData(contactKey(error.current.id), error.current)
    },
  })
}

async function save(before: Contact, form: Form): Promise<Contact> {
  const fields = differing(formOf(before), form)
  if (fields.length === 0) return before
  const send = (version: number) =>
    api.patch<Contact>(`/contacts/${before.id}`, { body: toEditInput(form, fields, version) })
  try {
    return await send(before.version)
  } catch (error) {
    const current = error instanceof ApiProblem && error.type === 'stale-version' ? error.body.current : undefined
    if (!current) throw error
    const theirs = current as Contact
    const found = clashes(formOf(before), form, formOf(theirs))
    if (found.length > 0) throw new EditClash(found, theirs)
    return send(theirs.version)
  }
}

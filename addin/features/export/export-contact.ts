import { useMutation } from '@tanstack/react-query'
import type { Role } from '../../../server/users/schema.ts'
import { api } from '../../api/session.ts'
import { saveFile } from '../../ui/parts/save-file.ts'

/** Who may have everything held about a person in one file; the server has the last word. */
export const mayExport = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'Manager' || role === 'Admin' || role === 'DataProtection')

/** Who may also see in it who the others are. */
export const maySeeOthers = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'Admin' || role === 'DataProtection')

/** Saves everything held about a person as a JSON file; gives the file's name. */
export function useExport(contactId: string) {
  return useMutation({
    mutationFn: async (others: 'masked' | 'shown') => {
      const { file, name } = await api.download(`/contacts/${contactId}/export`, { query: { others } })
      saveFile(file, name)
      return name
    },
  })
}

import type { AskedFile, Format } from '../export/use-export.ts'
import { type Chosen, toSelection } from './chosen.ts'
import { timeZone } from './contacts-query.ts'
import type { ListState } from './list-state.ts'

/** The list as a file: all it shows, in its order. @param columns all there are when absent */
export function listFile({ search, filter, sort }: ListState, format: Format, columns?: string[]): AskedFile {
  const query = { search, filter: filter && JSON.stringify(filter), sort, timeZone, columns: columns?.join(',') }
  return { path: `/contacts/export.${format}`, query }
}

/** The chosen of the list as a file, in its order. @param columns all there are when absent */
export function chosenFile(state: ListState, chosen: Chosen, format: Format, columns?: string[]): AskedFile {
  const selection = toSelection(chosen, { ...state, timeZone })
  return { path: '/contacts/export', body: { selection, format, sort: state.sort, columns } }
}

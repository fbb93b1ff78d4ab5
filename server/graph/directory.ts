import type { Organization, User } from '@microsoft/microsoft-graph-types'
import type { Graph } from './client.ts'
import { GraphFailure } from './failure.ts'

export type DirectoryUser = Pick<
  User,
  'id' | 'displayName' | 'mail' | 'userPrincipalName' | 'proxyAddresses' | 'userType' | 'accountEnabled'
>

const FIELDS = 'id,displayName,mail,userPrincipalName,proxyAddresses,userType,accountEnabled'

/** All users of the tenant, page by page. Needs User.Read.All. */
export async function* directoryUsers(graph: Graph): AsyncGenerator<DirectoryUser[]> {
  let path: string | undefined = `/users?$select=${FIELDS}&$top=999`
  while (path) {
    const page: { value: DirectoryUser[]; '@odata.nextLink'?: string } = await graph.call({ scope: 'tenant', path })
    yield page.value
    const next: string | undefined = page['@odata.nextLink']
    path = next === path ? undefined : next
  }
}

/** Name and verified domains of the tenant; null where the application may not read them. */
export async function readOrganization(graph: Graph): Promise<Organization | null> {
  try {
    const answer = await graph.call<{ value: Organization[] }>({
      scope: 'tenant',
      path: '/organization?$select=id,displayName,verifiedDomains',
    })
    return answer.value[0] ?? null
  } catch (error) {
    if (error instanceof GraphFailure && (error.status === 403 || error.status === 404)) return null
    throw error
  }
}

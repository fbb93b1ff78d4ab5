/** A person of the demo organisation with a mailbox, as `GET /demo/people` lists them. */
export interface Person {
  name: string
  email: string
  jobTitle: string
  roles: string[]
  oid: string
}

interface Account {
  homeAccountId: string
  environment: string
  tenantId: string
  username: string
  localAccountId: string
  name: string
}

/** Answer of `POST /demo/token`: a token of the demo organisation's own directory. `expires_in` in seconds. */
export interface DemoToken {
  access_token: string
  id_token: string
  expires_in: number
  scope: string
  account: Account
}

export async function listPeople(): Promise<Person[]> {
  const response = await fetch('/demo/people')
  if (!response.ok) throw new Error(`The demo mailboxes cannot be listed (${response.status}).`)
  return response.json()
}

export async function requestToken(user: string, scope: 'api' | 'graph'): Promise<DemoToken> {
  const response = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, scope }),
  })
  if (!response.ok) throw new Error(`No token for ${user} (${response.status}).`)
  return response.json()
}

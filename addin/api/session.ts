import { queryOptions } from '@tanstack/react-query'
import type { Me } from '../../server/users/schema.ts'
import { createClient } from './client.ts'
import { createQueryClient } from './query.ts'
import { dialogStep } from './sign-in/dialog.ts'
import { nestedSteps } from './sign-in/nested.ts'
import { SignIn } from './sign-in/sign-in.ts'

export const signIn = new SignIn([...nestedSteps, dialogStep])
export const api = createClient(signIn)
export const queries = createQueryClient()

/** Nothing of one person's view may show to the next (OP-10). */
let account: string | undefined
signIn.subscribe(() => {
  const state = signIn.current()
  if (state.kind !== 'signed-in') return
  if (account !== undefined && account !== state.account) queries.clear()
  account = state.account
})

/** Who is signed in, and on which version of the server. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/me', { signal }),
  staleTime: 5 * 60_000,
  // Everything waits for this answer, so keep asking while there is none.
  refetchInterval: ({ state }) => (state.status === 'error' ? 15_000 : false),
})

import { askInDialog } from '../../outlook/dialog.ts'
import { SignedOut, type Step, type Token } from './sign-in.ts'

const limit = 180_000

/** What the dialog page sends back: a token, or why there is none. */
export type DialogAnswer = { token: Token } | { error: { code: string; message: string } }

/** Authorization code with PKCE in a dialog on our own origin, for hosts without nested app authentication. */
export const dialogStep: Step = {
  name: 'dialog',
  limit: limit + 5_000,
  supported: () => true,
  async acquire() {
    const answer: DialogAnswer = JSON.parse(await askInDialog(`${window.location.origin}/signin.html`, limit))
    if ('error' in answer) throw new SignedOut(answer.error.code, answer.error.message)
    return answer.token
  },
}

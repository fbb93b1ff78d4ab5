import type { TokenSource } from '../client.ts'
import { ApiProblem } from '../problem.ts'

export interface Token {
  value: string
  /** Milliseconds since the epoch. */
  expiresAt: number
  /** Stable id of the account; another one means that another person signed in. */
  account: string
}

/** One way to a token. */
export interface Step {
  name: 'silent' | 'popup' | 'redirect' | 'dialog'
  /** Milliseconds after which the step counts as failed. */
  limit: number
  /** @param byHand the user asked for it just now */
  supported(byHand: boolean): boolean
  acquire(force: boolean): Promise<Token>
}

export type SignInState =
  | { kind: 'working'; step: Step['name'] | null }
  | { kind: 'signed-in'; account: string }
  | { kind: 'signed-out'; code: string; message: string }

/** No token, and none without an act of the user. */
export class SignedOut extends Error {
  override name = 'SignedOut'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const refreshAhead = 5 * 60_000

/**
 * The way to a token: silent, then pop-up, and from a click also the dialog. Each step runs once with a
 * time-out; when all have failed the state is signed out until the user asks again, so nothing loops.
 * The token lives in memory only.
 */
export class SignIn implements TokenSource {
  #state: SignInState = { kind: 'working', step: null }
  #token: Token | undefined
  #running: Promise<Token> | undefined
  #refreshing: Promise<unknown> | undefined
  readonly #listeners = new Set<() => void>()
  #steps: Step[]
  readonly #now: () => number

  constructor(steps: Step[], now: () => number = Date.now) {
    this.#steps = steps
    this.#now = now
  }

  /** Replaces the ways to a token: a page of its own has others than a pane in Outlook. Call before anyone asks. */
  use(steps: Step[]): void {
    this.#steps = steps
  }

  readonly current = (): SignInState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @throws SignedOut, or ApiProblem when the server that tells how to sign in is away. */
  readonly token = async (force = false): Promise<string> => {
    const left = this.#token ? this.#token.expiresAt - this.#now() : 0
    if (!force && this.#token && left > refreshAhead) return this.#token.value
    if (this.#state.kind === 'signed-out') throw new SignedOut(this.#state.code, this.#state.message)
    if (!force && this.#token && left > 0) {
      this.#refreshInBackground()
      return this.#token.value
    }
    return (await this.#run(['silent', 'popup', 'redirect'], force)).value
  }

  /** What the button does: all steps, the dialog included, since that one needs a click. */
  readonly byHand = async (): Promise<void> => {
    await this.#run(['silent', 'popup', 'redirect', 'dialog'], false).catch((error: unknown) => {
      if (!(error instanceof SignedOut)) this.#become({ kind: 'signed-out', ...failureOf(error) })
    })
  }

  #refreshInBackground(): void {
    // While the old token is good, a failure here is no news: the next call tries again.
    this.#refreshing ??= this.#acquire(['silent'], true, true)
      .catch(() => undefined)
      .finally(() => {
        this.#refreshing = undefined
      })
  }

  #run(names: Step['name'][], force: boolean): Promise<Token> {
    this.#running ??= this.#acquire(names, force, false).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #acquire(names: Step['name'][], force: boolean, quiet: boolean): Promise<Token> {
    let failure = { code: 'not_supported', message: '' }
    for (const step of this.#steps.filter(({ name }) => names.includes(name))) {
      if (!step.supported(names.includes('dialog'))) continue
      if (!quiet) this.#become({ kind: 'working', step: step.name })
      try {
        return this.#keep(await within(step, force))
      } catch (error) {
        if (error instanceof ApiProblem) throw error
        failure = failureOf(error)
        if (isRefusal(failure.code)) break
      }
    }
    if (!quiet) this.#become({ kind: 'signed-out', ...failure })
    throw new SignedOut(failure.code, failure.message)
  }

  #keep(token: Token): Token {
    this.#token = token
    this.#become({ kind: 'signed-in', account: token.account })
    return token
  }

  #become(state: SignInState): void {
    if (state.kind === 'signed-out') this.#token = undefined
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

async function within(step: Step, force: boolean): Promise<Token> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SignedOut(`${step.name}_timeout`, 'No answer in time.')), step.limit)
  })
  try {
    return await Promise.race([step.acquire(force), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The user said no: the next step would only ask again. */
function isRefusal(code: string): boolean {
  return /user_cancel|access_denied|dialog_12006/i.test(code)
}

/** MSAL and Office errors alike carry a code; MSAL names it `errorCode` and adds `subError`. */
function failureOf(error: unknown): { code: string; message: string } {
  const { errorCode, subError, code, message } = (error ?? {}) as Record<string, unknown>
  const name = String(errorCode || code || 'unknown_error')
  return { code: subError ? `${name}/${subError}` : name, message: typeof message === 'string' ? message : '' }
}

import type { TokenReading } from './form-token.ts'
import type { FormValues } from './read-values.ts'

/** Why a submission was taken for spam. */
export type Suspicion = 'trap' | 'forged' | 'too_fast' | 'links' | 'markup'

const LINK = /https?:\/\/|www\.\S/gi
const MOST_LINKS = 2
/** What people do not write and programs do: links as tags. */
const MARKUP = /<a\s|\[url[=\]]|\[link[=\]]|<script/i

/**
 * Whether a submission looks like a program's: a field that nobody sees is filled in, the page was never asked for or
 * only just, a name is a link, a message is full of them. No question goes to anybody outside.
 */
export function suspicionOf(trap: string, token: TokenReading['verdict'], values: FormValues): Suspicion | null {
  if (trap !== '') return 'trap'
  if (token === 'forged') return 'forged'
  if (token === 'too_fast') return 'too_fast'
  const { email: _, ...names } = values.contact
  if (Object.values(names).some((text) => text.search(LINK) >= 0)) return 'links'
  const message = values.message ?? ''
  if (MARKUP.test(message)) return 'markup'
  return (message.match(LINK) ?? []).length > MOST_LINKS ? 'links' : null
}

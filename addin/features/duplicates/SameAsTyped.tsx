import type { Draft } from '../editing/draft.ts'
import AlreadyHere from './AlreadyHere.tsx'
import { refusedFor } from './refusal.ts'
import { typedFacts } from './typed-facts.ts'
import { useCheck } from './use-check.ts'

interface Props {
  draft: Draft
  /** Why the last attempt to save failed. */
  refusal: Error | null
  onOpen: (contactId: string) => void
  onAnyway: () => void
  className?: string | undefined
}

/** Beside a form for a new contact: who is here already and may be the same person, as one types and after a refusal. */
export default function SameAsTyped({ draft, refusal, onOpen, onAnyway, className }: Props) {
  const found = useCheck(typedFacts(draft))
  const refused = refusedFor(refusal)
  const { email } = draft
  return (
    <AlreadyHere
      matches={refused ?? found}
      address={typeof email === 'string' ? email.trim() : ''}
      because={refused ? 'refused' : 'typed'}
      onOpen={onOpen}
      onAnyway={onAnyway}
      className={className}
    />
  )
}

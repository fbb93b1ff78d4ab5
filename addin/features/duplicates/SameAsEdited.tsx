import type { Draft } from '../editing/draft.ts'
import AlreadyHere from './AlreadyHere.tsx'
import { tellsAnew, typedFacts } from './typed-facts.ts'
import { useCheck } from './use-check.ts'

interface Props {
  contactId: string
  before: Draft
  draft: Draft
  onOpen: (contactId: string) => void
}

/** Beside the form of a contact: who else it would look like with what is being typed. */
export default function SameAsEdited({ contactId, before, draft, onOpen }: Props) {
  const facts = tellsAnew(before, draft) ? typedFacts(draft) : undefined
  const found = useCheck(facts && { ...facts, contactId })
  return <AlreadyHere matches={found} because="edited" onOpen={onOpen} />
}

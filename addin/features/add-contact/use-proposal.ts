import { useQuery } from '@tanstack/react-query'
import { readBodyText } from '../../outlook/message-content.ts'
import type { Address } from '../../outlook/selection.ts'
import { companyFromAddress, freeMailDomains } from './company-name.ts'
import { parseDisplayName } from './display-name.ts'
import type { NewContact } from './new-contact.ts'
import { parseSignature } from './signature.ts'

export interface Proposal {
  values: NewContact
  /** Where a proposed value comes from, when that is not obvious. */
  origin: (field: keyof NewContact) => 'fromSignature' | 'fromDomain' | undefined
}

const unread = { jobTitle: '', phone: '', mobile: '', company: '' }

/** What the message tells about a person: at once from name and address, a moment later from the signature. */
export function useProposal(person: Address, isWriter: boolean): Proposal {
  const { data: read = unread } = useQuery({
    queryKey: ['proposal', person.address, person.name, isWriter],
    queryFn: async () => {
      const [body, freeMail] = await Promise.all([isWriter ? readBodyText() : '', freeMailDomains()])
      return {
        ...parseSignature(body, person.name ?? ''),
        company: companyFromAddress(person.address, freeMail),
      }
    },
    // The body belongs to the message on screen, so an earlier answer is worth nothing.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    values: { ...parseDisplayName(person.name), email: person.address, ...read },
    origin: (field) => (field in unread ? (field === 'company' ? 'fromDomain' : 'fromSignature') : undefined),
  }
}

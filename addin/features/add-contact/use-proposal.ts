import { useQuery } from '@tanstack/react-query'
import { readBodyText } from '../../outlook/message-content.ts'
import type { Address } from '../../outlook/selection.ts'
import { companyFromAddress, domainParts, freeMailDomains } from './company-name.ts'
import { parseDisplayName } from './display-name.ts'
import type { NewContact } from './new-contact.ts'
import { parseSignature } from './signature.ts'

export interface Proposal {
  values: NewContact
  /** Where a proposed value comes from, when that is not obvious. */
  origin: (field: keyof NewContact) => 'fromSignature' | 'fromDomain' | undefined
}

const unread = { jobTitle: '', phone: '', mobile: '', company: '', spelled: false }

/** What the message tells about a person: at once from name and address, a moment later from the signature. */
export function useProposal(person: Address, isWriter: boolean): Proposal {
  const { data: read = unread } = useQuery({
    queryKey: ['proposal', person.address, person.name, isWriter],
    queryFn: async () => {
      const [body, freeMail] = await Promise.all([isWriter ? readBodyText() : '', freeMailDomains()])
      const company = companyFromAddress(person.address, freeMail)
      const signature = parseSignature(body, person.name ?? '', company ? domainParts(person.address).name : '')
      return { ...signature, company: signature.company || company, spelled: signature.company !== '' }
    },
    // The body belongs to the message on screen, so an earlier answer is worth nothing.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { spelled, ...values } = read
  return {
    values: { ...parseDisplayName(person.name), email: person.address, ...values },
    origin: (field) => {
      if (!(field in values)) return undefined
      return field === 'company' && !spelled ? 'fromDomain' : 'fromSignature'
    },
  }
}

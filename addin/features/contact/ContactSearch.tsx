import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { ContactList } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'
import { OptionList } from '../filter/OptionList.tsx'

export interface NamedContact {
  id: string
  name: string
}

const searchQuery = (search: string) =>
  queryOptions({
    queryKey: ['contacts', 'names', search],
    queryFn: ({ signal }) => api.get<ContactList>('/contacts', { query: { search, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  })

interface Props {
  label: string
  chosen: NamedContact[]
  single?: boolean
  /** Is not offered. */
  without?: string
  onPick: (contact: NamedContact) => void
}

/** Finds contacts by name, address or company as one types. */
export function ContactSearch({ label, chosen, single = false, without, onPick }: Props) {
  const [text, setText] = useState('')
  const { data, isError } = useQuery(searchQuery(useDeferredValue(text.trim())))
  const options = data?.items
    .filter(({ id }) => id !== without)
    .map((contact) => ({
      value: contact.id,
      name: contact.displayName,
      label: [contact.displayName, contact.company?.name ?? contact.email].filter(Boolean).join(' · '),
    }))
  return (
    <OptionList
      label={label}
      options={options}
      selected={chosen.map(({ id }) => id)}
      single={single}
      failed={isError}
      onPick={(id) => onPick({ id, name: options?.find(({ value }) => value === id)?.name ?? '' })}
      search={{ text, onChange: setText }}
    />
  )
}

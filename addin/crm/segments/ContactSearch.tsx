import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OptionList } from '../../features/filter/OptionList.tsx'
import { contactSearchQuery } from './segments-query.ts'

export interface NamedContact {
  id: string
  name: string
}

interface Props {
  chosen: NamedContact[]
  single?: boolean
  onPick: (contact: NamedContact) => void
}

/** Finds contacts by name, address or company as one types. */
export function ContactSearch({ chosen, single = false, onPick }: Props) {
  const { t } = useTranslation('segments')
  const [text, setText] = useState('')
  const { data, isError } = useQuery(contactSearchQuery(useDeferredValue(text.trim())))
  const options = data?.items.map((contact) => ({
    value: contact.id,
    name: contact.displayName,
    label: [contact.displayName, contact.company?.name ?? contact.email].filter(Boolean).join(' · '),
  }))
  return (
    <OptionList
      label={t('searchContacts')}
      options={options}
      selected={chosen.map(({ id }) => id)}
      single={single}
      failed={isError}
      onPick={(id) => onPick({ id, name: options?.find(({ value }) => value === id)?.name ?? '' })}
      search={{ text, onChange: setText }}
    />
  )
}

import './texts.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompanyList } from '../../../server/companies/schema.ts'
import { api } from '../../api/session.ts'
import type { Reference } from './draft.ts'
import { Picker } from './Picker.tsx'

const pause = 200

interface Props {
  value: Reference | null
  onChange: (company: Reference | null) => void
  /** Only one that there is. */
  existing?: boolean
  /** What nothing chosen means. */
  placeholder?: string
}

/** Chooses a company by typing; a name nobody has makes a new one, unless only existing ones are wanted. */
export function CompanyPicker({ value, onChange, existing = false, placeholder }: Props) {
  const { t } = useTranslation('forms')
  const [search, setSearch] = useState<string>()
  const settled = useSettled(search)
  const { data } = useQuery({
    queryKey: ['companies', 'pick', settled],
    queryFn: ({ signal }) =>
      api.get<CompanyList>('/companies', { query: { search: settled?.trim(), limit: 8, sort: 'name' }, signal }),
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
  })
  const choices = (data?.items ?? []).map(({ id, name, domains }) => ({
    id,
    name,
    ...(domains[0] ? { label: `${name} · ${domains[0]}` } : {}),
  }))
  return (
    <Picker
      value={value}
      choices={choices}
      onChange={onChange}
      onSearch={setSearch}
      placeholder={placeholder}
      {...(existing ? {} : { offerNew: (name: string) => t('picker.newCompany', { name }) })}
    />
  )
}

/** The value once it has rested. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

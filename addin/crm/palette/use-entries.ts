import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompanyList } from '../../../server/companies/schema.ts'
import type { ContactList } from '../../../server/contacts/schema.ts'
import type { DealList } from '../../../server/deals/schema.ts'
import { api } from '../../api/session.ts'
import { entriesFor } from './entries.ts'

const typing = 150

const contactsFor = (search: string) =>
  queryOptions({
    queryKey: ['contacts', 'palette', search],
    queryFn: ({ signal }) => api.get<ContactList>('/contacts', { query: { search, limit: 8 }, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

const companiesFor = (search: string) =>
  queryOptions({
    queryKey: ['companies', 'palette', search],
    queryFn: ({ signal }) => api.get<CompanyList>('/companies', { query: { search, limit: 5 }, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

const dealsFor = (search: string) =>
  queryOptions({
    queryKey: ['deals', 'palette', search],
    queryFn: ({ signal }) => api.get<DealList>('/deals', { query: { search, limit: 5 }, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

/** The palette's lines for what is typed. Those of the text before stay until the new ones are there. */
export function useEntries(typed: string) {
  const { t } = useTranslation('crm')
  const text = useQuiet(typed.trim())
  const contacts = useQuery(contactsFor(text))
  const companies = useQuery(companiesFor(text))
  const deals = useQuery(dealsFor(text))
  const lists = [contacts, companies, deals]
  const stale = text !== typed.trim() || lists.some(({ isPlaceholderData }) => isPlaceholderData)
  const entries = entriesFor(
    {
      text: typed,
      stale,
      contacts: contacts.data?.items ?? [],
      companies: companies.data?.items ?? [],
      deals: deals.data?.items ?? [],
    },
    {
      page: (name) => t(`title.${name}`),
      add: t('add.open'),
      addDeal: t('palette.addDeal'),
      all: (of) => t('palette.all', { text: of }),
    },
  )
  const searching = stale || lists.some(({ isFetching }) => isFetching)
  return { entries, searching, error: contacts.error }
}

function useQuiet(text: string): string {
  const [quiet, setQuiet] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(text), typing)
    return () => clearTimeout(timer)
  }, [text])
  return quiet
}

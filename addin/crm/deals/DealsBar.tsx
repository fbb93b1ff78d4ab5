import '../texts/deals.ts'
import { Field, makeStyles, SearchBox, Select, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session.ts'
import { companyQuery } from '../../features/company/company-query.ts'
import { CompanyPicker } from '../../features/editing/CompanyPicker.tsx'
import { usersQuery } from '../../features/editing/users-query.ts'
import { closedDays, type DealsState, states } from './deals-state.ts'

const pause = 200

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  search: { flex: '1 1 240px', maxWidth: '360px', minWidth: 0 },
  part: { flex: '0 1 200px', minWidth: 0, '@media (max-width: 480px)': { flex: '1 1 140px' } },
  // By itself it is as wide as its longest option.
  select: { minWidth: 0, width: '100%', '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
})

interface Props {
  state: DealsState
  set: (changes: Partial<Record<keyof DealsState, string>>) => void
}

/** Narrows the deals: words, owner, company, and how far back closed ones are shown. */
export function DealsBar({ state, set }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  return (
    <div className={styles.bar}>
      <Search
        key={state.search === '' ? 'empty' : 'typed'}
        search={state.search}
        onSearch={(search) => set({ search })}
      />
      <Field className={styles.part} label={t('owner')}>
        <Owners value={state.owner} onChange={(owner) => set({ owner })} />
      </Field>
      <Field className={styles.part} label={t('company')}>
        <Company value={state.company} onChange={(company) => set({ company })} />
      </Field>
      {state.view === 'board' ? (
        <Field className={styles.part} label={t('closedFor')}>
          <Select
            value={String(state.closed)}
            onChange={(_, { value }) => set({ closed: value === '30' ? '' : value })}
          >
            {closedDays.map((days) => (
              <option key={days} value={days}>
                {t('closedDays', { count: days })}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        <Field className={styles.part} label={t('state.label')}>
          <Select
            className={styles.select}
            value={state.state}
            onChange={(_, { value }) => set({ state: value === 'all' ? '' : value })}
          >
            {states.map((one) => (
              <option key={one} value={one}>
                {t(`state.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  )
}

/** Follows the fingers at once, and the server a moment later. */
function Search({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const [typed, setTyped] = useState(search)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock.
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== search && onSearch(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchBox
      className={styles.search}
      aria-label={t('search')}
      placeholder={t('search')}
      dismiss={{ 'aria-label': t('clear') }}
      value={typed}
      onChange={(_, { value }) => setTyped(value)}
    />
  )
}

function Owners({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation(['dealPages', 'forms'])
  const { data: users = [] } = useQuery(usersQuery)
  const { data: me } = useQuery(meQuery)
  const others = users.filter(({ id }) => id !== me?.id).toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <Select className={styles.select} value={value} onChange={(_, data) => onChange(data.value)}>
      <option value="">{t('anyOwner')}</option>
      {me && <option value={me.id}>{t('mine')}</option>}
      {others.map(({ id, name, active }) => (
        <option key={id} value={id}>
          {active ? name : t('forms:picker.inactive', { name })}
        </option>
      ))}
    </Select>
  )
}

/** Only a company that there is narrows; a name that is half typed does not. */
function Company({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation('dealPages')
  const { data } = useQuery({ ...companyQuery(value), enabled: value !== '', retry: false })
  const chosen = value === '' ? null : { id: value, name: data?.name ?? '' }
  return (
    <CompanyPicker
      existing
      placeholder={t('anyCompany')}
      value={chosen}
      onChange={(company) => onChange(company?.id ?? '')}
    />
  )
}

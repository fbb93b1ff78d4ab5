import './texts.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session.ts'
import type { Reference } from './draft.ts'
import { Picker } from './Picker.tsx'
import { usersQuery } from './users-query.ts'

interface Props {
  /** Id of the chosen user. */
  value: string | null
  /** Known of the chosen one before the list is there. */
  name?: string | undefined
  onChange: (user: Reference | null) => void
}

/** Chooses a colleague: oneself first; who has left only where already chosen. */
export function UserPicker({ value, name, onChange }: Props) {
  const { t } = useTranslation('forms')
  const { data: users = [] } = useQuery(usersQuery)
  const { data: me } = useQuery(meQuery)
  const mine = (id: string) => id === me?.id
  const choices = users
    .filter((user) => user.active || user.id === value)
    .sort((a, b) => Number(mine(b.id)) - Number(mine(a.id)) || a.name.localeCompare(b.name))
    .map(({ id, name: text, active }) => ({
      id,
      name: text,
      label: mine(id) ? t('picker.me', { name: text }) : active ? text : t('picker.inactive', { name: text }),
    }))
  const chosen = value === null ? null : (choices.find(({ id }) => id === value) ?? { id: value, name: name ?? '' })
  return <Picker value={chosen} choices={choices} onChange={onChange} />
}

import { useTranslation } from 'react-i18next'
import { shortDate } from '../../ui/format.ts'
import type { Compared } from './rows.ts'

/** A line of which nothing is chosen: all values come together, or the strictest holds. */
export interface United {
  field: string
  label: string
  text: (contact: Compared) => string
  all: boolean
}

/** Addresses, tags and consent of contacts, as far as any has some. */
export function useUnited(contacts: readonly Compared[]): United[] {
  const { t } = useTranslation(['merge', 'translation'])
  const lines: United[] = [
    { field: 'aliases', label: t('aliases'), text: ({ aliases }) => aliases.join('\n'), all: true },
    { field: 'tags', label: t('tags'), text: ({ tags }) => tags.join(', '), all: true },
    {
      field: 'consent',
      label: t('consent'),
      text: ({ consent: { status, date } }) => {
        const word = t(`translation:consent.${status}`)
        return date ? t('translation:consent.since', { status: word, date: shortDate(date) }) : word
      },
      all: false,
    },
  ]
  return lines.filter(({ text }) => contacts.some((contact) => text(contact)))
}

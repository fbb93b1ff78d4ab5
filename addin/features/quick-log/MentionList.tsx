import '../timeline/texts.ts'
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session.ts'
import { usersQuery } from '../editing/users-query.ts'
import type { Named } from './draft.ts'

const MOST = 5

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, margin: 0, padding: 0, border: 'none' },
})

/** Colleagues whose name begins as typed after an @; Tab reaches them. */
export default function MentionList({ typed, onPick }: { typed: string; onPick: (user: Named) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('entries')
  const { data: users = [] } = useQuery(usersQuery)
  const { data: me } = useQuery(meQuery)
  const wanted = typed.toLocaleLowerCase()
  const found = users
    .filter(({ id, active, name }) => active && id !== me?.id && startsAnyPart(name.toLocaleLowerCase(), wanted))
    .slice(0, MOST)
  if (found.length === 0) return null
  return (
    <fieldset className={styles.list} aria-label={t('mentions')}>
      {found.map(({ id, name }) => (
        <Button key={id} size="small" aria-label={t('mention', { name })} onClick={() => onPick({ id, name })}>
          @{name}
        </Button>
      ))}
    </fieldset>
  )
}

/** A whole name with its blank after it is settled; nothing more is offered. */
const startsAnyPart = (name: string, wanted: string): boolean =>
  name.startsWith(wanted) || name.split(' ').some((part) => part.startsWith(wanted))

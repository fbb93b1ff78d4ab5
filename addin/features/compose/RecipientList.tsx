import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { PeopleRegular, PersonRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckedMail, CheckedRecipient } from '../../../server/sending/schema.ts'
import { foldAddress } from '../../events/mail-state.ts'
import type { Recipient } from '../../outlook/written-mail.ts'
import { Message } from '../../ui/parts/Message.tsx'
import { RecipientRow } from './RecipientRow.tsx'

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
    listStyleType: 'none',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  colleagues: { ...typographyStyles.caption1, paddingInline: tokens.spacingHorizontalL },
  toggle: { marginInlineStart: '-8px', paddingInline: '8px' },
  names: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

interface Props {
  people: Recipient[]
  /** Whoever of them was looked up. */
  checked: CheckedMail | undefined
  /** Before the server has said who is who. */
  isColleague: (address: string) => boolean
  /** Who is being added, and the form for that. */
  adding: Recipient | undefined
  form: ReactNode
  /** Undefined closes the form. */
  onAdd: (person: Recipient | undefined) => void
}

/** Everybody the message goes to; colleagues are folded away behind a count. */
export function RecipientList({ people, checked, isColleague, adding, form, onAdd }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  const [unfolded, setUnfolded] = useState(false)
  const known = new Map(checked?.recipients.map((one): [string, CheckedRecipient] => [foldAddress(one.address), one]))
  const answerOf = ({ address }: Recipient) => known.get(foldAddress(address))
  const isOwn = (person: Recipient) => answerOf(person)?.own ?? isColleague(person.address)
  const outsiders = people.filter((person) => !isOwn(person))
  const colleagues = people.filter(isOwn)
  return (
    <section aria-label={t('recipients')}>
      {outsiders.length > 0 ? (
        <ul className={styles.list}>
          {outsiders.map((person) => (
            <RecipientRow
              key={foldAddress(person.address)}
              person={person}
              checked={answerOf(person)}
              adding={adding?.address === person.address}
              form={form}
              onAdd={onAdd}
            />
          ))}
        </ul>
      ) : (
        <Nobody onlyColleagues={colleagues.length > 0} />
      )}
      {colleagues.length > 0 && (
        <div className={styles.colleagues}>
          <Button
            className={styles.toggle}
            size="small"
            appearance="transparent"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? t('colleaguesFewer') : t('colleagues', { count: colleagues.length })}
          </Button>
          {unfolded && (
            <ul className={styles.names}>
              {colleagues.map(({ address, name }) => (
                <li key={address} title={address}>
                  {name ?? address}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  )
}

function Nobody({ onlyColleagues }: { onlyColleagues: boolean }) {
  const { t } = useTranslation('compose')
  const screen = onlyColleagues ? 'onlyColleagues' : 'nobody'
  return (
    <Message
      compact
      icon={onlyColleagues ? <PeopleRegular /> : <PersonRegular />}
      title={t(`${screen}.title`)}
      text={t(`${screen}.text`)}
    />
  )
}

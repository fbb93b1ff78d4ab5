import { FluentProvider, makeStyles, Spinner, Toaster, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { openMailbox } from '../mail/mailbox.ts'
import { listPeople } from '../people.ts'
import { TOASTER } from './Notify.tsx'
import { Outlook } from './Outlook.tsx'
import { fluentTheme } from './theme.ts'
import { useAddress } from './use-address.ts'

const useStyles = makeStyles({
  page: { height: '100vh', backgroundColor: tokens.colorNeutralBackground4, overflow: 'hidden' },
  middle: { height: '100%', display: 'grid', placeItems: 'center' },
})

/** The preview page: finds the demo's people and opens the mailbox of the one in the address. */
export function App() {
  const styles = useStyles()
  const [address] = useAddress()
  const people = useQuery({ queryKey: ['people'], queryFn: listPeople, staleTime: Number.POSITIVE_INFINITY, retry: 5 })
  const person = people.data?.find(({ email }) => email === address.user) ?? people.data?.[0]
  const mailbox = useMemo(() => person && openMailbox(person), [person])
  return (
    <FluentProvider theme={fluentTheme(address.theme)}>
      {/* Not on the provider: it hands its classes on to menus and dialogs. */}
      <div className={styles.page}>
        {mailbox && people.data ? (
          <Outlook key={mailbox.person.email} mailbox={mailbox} people={people.data} />
        ) : (
          <div className={styles.middle}>
            {people.isError ? people.error.message : <Spinner label="Opening the mailboxes" />}
          </div>
        )}
      </div>
      <Toaster toasterId={TOASTER} position="bottom-start" />
    </FluentProvider>
  )
}

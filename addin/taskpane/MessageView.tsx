import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { DismissRegular, PeopleRegular, PersonRegular, PlugDisconnectedRegular } from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../server/users/schema.ts'
import { isOffline } from '../api/problem.ts'
import { contactAtQuery, contactQuery } from '../features/contact/contact-query.ts'
import { People } from '../features/people/People.tsx'
import { fold, isAtDomains, participants } from '../features/people/participants.ts'
import { peopleQuery, type Resolved } from '../features/people/people-query.ts'
import { selectedItem } from '../outlook/selected-item.ts'
import type { Address, ReadMessage } from '../outlook/selection.ts'
import { Announcer } from '../ui/parts/Announcer.tsx'
import { Failed } from '../ui/parts/Failed.tsx'
import { LoadingContact } from '../ui/parts/Loading.tsx'
import { Message } from '../ui/parts/Message.tsx'
import { ContactView } from './ContactView.tsx'
import { Steady } from './Steady.tsx'
import { useSettled } from './use-settled.ts'

const AddContact = lazy(() => import('../features/add-contact/AddContact.tsx'))

/** One message: its people, and the one of them that is chosen. */
export function MessageView({ message, me }: { message: ReadMessage; me: Me }) {
  const queries = useQueryClient()
  const settled = useSettled(message.key)
  const people = participants(message, me.email ? [me.email] : [])
  const resolved = useQuery({
    ...peopleQuery(people.map(({ address }) => address)),
    enabled: settled && people.length > 0,
  })
  const { outsiders, colleagues } = divide(people, resolved.data, me)
  const [refusedFor, setRefusedFor] = useState<ReadMessage>()
  const [choice, setChoice] = useState({ key: '', address: '' })
  const wanted = choice.key === message.key ? choice.address : undefined
  const chosen = outsiders.find(({ address }) => fold(address) === wanted) ?? outsiders[0]
  const found = useQuery({
    ...contactAtQuery(queries, chosen?.address ?? ''),
    enabled: settled && chosen !== undefined,
  })
  const chips = outsiders.length + colleagues.length > 1
  return (
    <>
      {chips && (
        <People
          key={message.key}
          outsiders={outsiders}
          colleagues={colleagues}
          resolved={resolved.data}
          chosen={chosen && fold(chosen.address)}
          onChoose={(address) => setChoice({ key: message.key, address })}
        />
      )}
      {refusedFor && <Refused message={refusedFor} onDismiss={() => setRefusedFor(undefined)} />}
      <Announcement person={chosen} contactId={found.data} nobody={outsiders.length === 0 && people.length > 0} />
      {chosen ? (
        <Chosen
          key="chosen"
          message={message}
          person={chosen}
          found={found}
          onRefused={setRefusedFor}
          earlierMessages={resolved.data?.[fold(chosen.address)]?.earlierMessages}
        />
      ) : (
        <NoOutsider colleagues={colleagues} />
      )}
    </>
  )
}

interface ChosenProps {
  message: ReadMessage
  person: Address
  found: {
    data: string | null | undefined
    error: Error | null
    dataUpdatedAt: number
    refetch: () => unknown
  }
  earlierMessages: number | undefined
  /** A write was refused because Outlook shows another message by now. */
  onRefused: (message: ReadMessage) => void
}

function Chosen({ message, person, found, earlierMessages, onRefused }: ChosenProps) {
  const [opened, setOpened] = useState({ for: '', contactId: '' })
  const view = `${message.key} ${fold(person.address)}`
  const contactId = opened.for === view ? opened.contactId : found.data
  const guard = () => {
    try {
      selectedItem.assertStillOn(message.key)
    } catch (error) {
      onRefused(message)
      throw error
    }
  }
  const open = (id: string) => setOpened({ for: view, contactId: id })
  const offlineSince = isOffline(found.error) ? found.dataUpdatedAt : undefined
  if (found.error && contactId === undefined) return <NotFetched error={found.error} retry={found.refetch} />
  return (
    <Steady ready={contactId !== undefined} waiting={<LoadingContact />}>
      {contactId ? (
        <ContactView
          key={`${view} ${contactId}`}
          contactId={contactId}
          message={message}
          guard={guard}
          onOpen={open}
          offlineSince={offlineSince}
        />
      ) : (
        <Suspense fallback={<LoadingContact />}>
          <AddContact
            key={view}
            person={person}
            isWriter={fold(message.from?.address ?? '') === fold(person.address)}
            earlierMessages={earlierMessages}
            guard={guard}
            onOpen={open}
          />
        </Suspense>
      )}
    </Steady>
  )
}

function Refused({ message, onDismiss }: { message: ReadMessage; onDismiss: () => void }) {
  const { t } = useTranslation()
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{t('log.changed', { subject: message.subject || t('pane.noSubject') })}</MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={t('common.close')}
            onClick={onDismiss}
          />
        }
      />
    </MessageBar>
  )
}

function NotFetched({ error, retry }: { error: Error; retry: () => unknown }) {
  const { t } = useTranslation()
  if (!isOffline(error)) return <Failed error={error} retry={retry} />
  return (
    <Message icon={<PlugDisconnectedRegular />} title={t('screens.offline.title')} text={t('screens.offline.text')}>
      <Button onClick={() => retry()}>{t('common.retry')}</Button>
    </Message>
  )
}

function NoOutsider({ colleagues }: { colleagues: Address[] }) {
  const { t } = useTranslation()
  const screen = colleagues.length > 0 ? 'colleagues' : 'nobody'
  return (
    <Message
      icon={screen === 'colleagues' ? <PeopleRegular /> : <PersonRegular />}
      title={t(`screens.${screen}.title`)}
      text={t(`screens.${screen}.text`)}
    />
  )
}

interface AnnouncementProps {
  person: Address | undefined
  /** Null when the person is no contact, undefined while that is not known. */
  contactId: string | null | undefined
  nobody: boolean
}

/** Says politely whom the pane shows now; focus stays where it is (OP-11). */
function Announcement({ person, contactId, nobody }: AnnouncementProps) {
  const { t } = useTranslation()
  const { data: contact } = useQuery({ ...contactQuery(contactId ?? ''), enabled: false })
  const name = person?.name ?? person?.address ?? ''
  const text = nobody
    ? t('pane.announceColleagues')
    : contactId
      ? t('pane.announceContact', { name: contact?.displayName ?? name })
      : contactId === null
        ? t('pane.announceUnknown', { name })
        : ''
  return <Announcer text={text} />
}

function divide(people: Address[], resolved: Resolved | undefined, me: Me) {
  const isColleague = ({ address }: Address) => {
    const known = resolved?.[fold(address)]
    return known ? known.kind === 'colleague' : isAtDomains(address, me.organisation.domains)
  }
  return { outsiders: people.filter((person) => !isColleague(person)), colleagues: people.filter(isColleague) }
}

import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { DismissRegular, PeopleRegular, PersonRegular, PlugDisconnectedRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../server/users/schema.ts'
import { isOffline } from '../api/problem.ts'
import { AddContact } from '../features/add-contact/AddContact.tsx'
import { contactQuery } from '../features/contact/contact-query.ts'
import { People } from '../features/people/People.tsx'
import { fold } from '../features/people/participants.ts'
import { selectedItem } from '../outlook/selected-item.ts'
import type { Address, ReadMessage } from '../outlook/selection.ts'
import { Announcer } from '../ui/parts/Announcer.tsx'
import { Failed } from '../ui/parts/Failed.tsx'
import { LoadingContact } from '../ui/parts/Loading.tsx'
import { Message } from '../ui/parts/Message.tsx'
import { ContactView } from './ContactView.tsx'
import { Steady } from './Steady.tsx'
import { usePeople } from './use-people.ts'

/** One message: its people, and the one of them that is chosen. */
export function MessageView({ message, me }: { message: ReadMessage; me: Me }) {
  const [refusedFor, setRefusedFor] = useState<ReadMessage>()
  const [choice, setChoice] = useState({ key: '', address: '' })
  const wanted = choice.key === message.key ? choice.address : undefined
  const { people, outsiders, colleagues, chosen, found, resolved, contactId } = usePeople(message, me, wanted)
  const chips = outsiders.length + colleagues.length > 1
  return (
    <>
      {chips && (
        <People
          key={message.key}
          outsiders={outsiders}
          colleagues={colleagues}
          resolved={resolved}
          chosen={chosen && fold(chosen.address)}
          onChoose={(address) => setChoice({ key: message.key, address })}
        />
      )}
      {refusedFor && <Refused message={refusedFor} onDismiss={() => setRefusedFor(undefined)} />}
      <Announcement person={chosen} contactId={contactId} nobody={outsiders.length === 0 && people.length > 0} />
      {chosen ? (
        <Chosen
          key="chosen"
          message={message}
          person={chosen}
          found={found}
          contactId={contactId}
          onRefused={setRefusedFor}
          earlierMessages={resolved?.[fold(chosen.address)]?.earlierMessages}
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
  /** Null when the person is no contact, undefined while that is not known. */
  contactId: string | null | undefined
  found: {
    error: Error | null
    dataUpdatedAt: number
    refetch: () => unknown
  }
  earlierMessages: number | undefined
  /** A write was refused because Outlook shows another message by now. */
  onRefused: (message: ReadMessage) => void
}

function Chosen({ message, person, found, contactId: foundId, earlierMessages, onRefused }: ChosenProps) {
  const [opened, setOpened] = useState({ for: '', contactId: '' })
  const view = `${message.key} ${fold(person.address)}`
  const contactId = opened.for === view ? opened.contactId : foundId
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
        <AddContact
          key={view}
          person={person}
          isWriter={fold(message.from?.address ?? '') === fold(person.address)}
          earlierMessages={earlierMessages}
          guard={guard}
          onOpen={open}
        />
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

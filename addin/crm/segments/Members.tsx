import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { AddRegular, DismissRegular } from '@fluentui/react-icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { Membership, Segment } from '../../../server/segments/schema.ts'
import type { NamedContact } from '../../features/contact/ContactSearch.tsx'
import { shortDate } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { Refused } from '../settings/parts/Refused.tsx'
import { AddMembers } from './AddMembers.tsx'
import { membershipQuery, membersQuery, useAddMembers, useRemoveMembers } from './segments-query.ts'
import { usePageStyles } from './styles.ts'
import { useWrites } from './use-writes.ts'

/** Who is in a static segment, since when and by whom; taken out and put in here. */
export function Members({ segment }: { segment: Segment }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    membersQuery(segment.id),
  )
  const writes = useWrites()
  const remove = useRemoveMembers()
  const putBack = useAddMembers()
  const [adding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<NamedContact>()
  const members = data?.pages.flatMap(({ items }) => items) ?? []
  const takeOut = ({ id, displayName }: Contact) =>
    remove.mutate({ id: segment.id, contactIds: [id] }, { onSuccess: () => setRemoved({ id, name: displayName }) })
  return (
    <section className={styles.part} aria-label={t('members')}>
      <div className={styles.head}>
        <h2 className={styles.partTitle}>{t('members')}</h2>
        {writes && (
          <Button size="small" icon={<AddRegular />} onClick={() => setAdding(true)}>
            {t('addMembers')}
          </Button>
        )}
      </div>
      <div role="status">
        {removed && (
          <MessageBar intent="success">
            <MessageBarBody>{t('removed', { name: removed.name })}</MessageBarBody>
            <MessageBarActions>
              <Button
                onClick={() => {
                  putBack.mutate({ id: segment.id, contactIds: [removed.id] })
                  setRemoved(undefined)
                }}
              >
                {t('undo')}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
      </div>
      {(remove.error ?? putBack.error) && <Refused error={remove.error ?? putBack.error} />}
      {error && !data && <Failed compact error={error} retry={refetch} />}
      {!data && !error && <LoadingRows />}
      {data && members.length === 0 && <Message compact title={t('membersNone')} text={t('membersNoneText')} />}
      <ul className={styles.list}>
        {members.map((contact) => (
          <Member key={contact.id} segment={segment} contact={contact} onRemove={writes ? takeOut : undefined} />
        ))}
      </ul>
      {hasNextPage && (
        <Button disabledFocusable={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {adding && <AddMembers segment={segment} onClose={() => setAdding(false)} />}
    </section>
  )
}

interface MemberProps {
  segment: Segment
  contact: Contact
  onRemove: ((contact: Contact) => void) | undefined
}

function Member({ segment, contact, onRemove }: MemberProps) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const { data } = useQuery(membershipQuery(segment.id, contact.id))
  return (
    <li className={styles.item}>
      <span className={styles.grow}>
        <Link className={styles.link} to={`/contacts/${contact.id}`}>
          {contact.displayName}
        </Link>{' '}
        <span className={styles.quiet}>{contact.company?.name}</span>
      </span>
      {data && <Joined membership={data} />}
      {onRemove && (
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={t('remove', { name: contact.displayName })}
          title={t('remove', { name: contact.displayName })}
          onClick={() => onRemove(contact)}
        />
      )}
    </li>
  )
}

/** Since when somebody is in a static segment, and who put them there. */
export function Joined({ membership: { addedAt, addedBy } }: { membership: Membership }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  if (!addedAt) return null
  const when = shortDate(addedAt)
  return <p className={styles.quiet}>{addedBy ? t('addedBy', { when, name: addedBy.name }) : t('added', { when })}</p>
}

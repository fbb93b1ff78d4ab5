import '../texts/deals.ts'
import {
  Button,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { DismissRegular, PersonAddRegular } from '@fluentui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deal, DealContact, DealRole, PutDealContactsInput } from '../../../server/deals/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../api/session.ts'
import { ContactSearch } from '../../features/contact/ContactSearch.tsx'
import { showDeal } from '../../features/deals/deals-query.ts'
import { RoleOptions } from '../../features/deals/RoleOptions.tsx'
import { useMayWriteDeals } from '../../features/deals/rights.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { Panel } from '../contact/Panel.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  person: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 160px) auto',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'center',
  },
  name: { display: 'inline-block', paddingBlock: '2px', overflowWrap: 'anywhere' },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  surface: { width: 'min(320px, calc(100vw - 32px))' },
})

type Participant = PutDealContactsInput['contacts'][number]

const asParticipant = ({ id, role }: DealContact): Participant => ({ contactId: id, role })

/** Who takes part in a deal, and as what. */
export function DealPeople({ deal }: { deal: Deal }) {
  const styles = useStyles()
  const { t } = useTranslation(['dealPages', 'translation'])
  const mayWrite = useMayWriteDeals()
  const people = usePeople(deal)
  const [said, setSaid] = useState('')
  const set = (contacts: Participant[], text: string) => people.mutate(contacts, { onSuccess: () => setSaid(text) })
  const now = deal.contacts.map(asParticipant)
  return (
    <Panel
      title={t('people.title')}
      action={
        mayWrite && (
          <AddPerson
            deal={deal}
            busy={people.isPending}
            onAdd={({ id, name }) => set([...now, { contactId: id, role: null }], t('people.added', { name }))}
          />
        )
      }
    >
      <Announcer text={said} />
      {people.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{isStale(people.error) ? t('people.clash') : describeError(people.error)}</MessageBarBody>
        </MessageBar>
      )}
      {deal.contacts.length === 0 && <p className={styles.quiet}>{t('people.none')}</p>}
      <ul className={styles.list} aria-label={t('people.title')}>
        {deal.contacts.map(({ id, name, email, role }) => (
          <li key={id} className={styles.person}>
            <div>
              <Link className={styles.name} href={`#/contacts/${id}`}>
                {name}
              </Link>
              {email && email !== name && <p className={styles.quiet}>{email}</p>}
            </div>
            {mayWrite ? (
              <Select
                size="small"
                aria-label={t('people.roleOf', { name })}
                value={role ?? ''}
                disabled={people.isPending}
                onChange={(_, { value }) => {
                  const chosen = (value || null) as DealRole | null
                  set(
                    now.map((one) => (one.contactId === id ? { ...one, role: chosen } : one)),
                    t('people.changed', { name }),
                  )
                }}
              >
                <RoleOptions />
              </Select>
            ) : (
              <span className={styles.quiet}>{role && t(`translation:role.${role}`)}</span>
            )}
            {mayWrite && (
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('people.remove', { name })}
                title={t('people.remove', { name })}
                disabledFocusable={people.isPending}
                onClick={() =>
                  set(
                    now.filter(({ contactId }) => contactId !== id),
                    t('people.removed', { name }),
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

interface AddProps {
  deal: Deal
  busy: boolean
  onAdd: (contact: { id: string; name: string }) => void
}

function AddPerson({ deal, busy, onAdd }: AddProps) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-end">
      <PopoverTrigger disableButtonEnhancement>
        <Button size="small" icon={<PersonAddRegular />} disabledFocusable={busy}>
          {t('people.add')}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('people.find')}>
        <ContactSearch
          label={t('people.find')}
          chosen={deal.contacts}
          onPick={(contact) => {
            setOpen(false)
            if (deal.contacts.every(({ id }) => id !== contact.id)) onAdd(contact)
          }}
        />
      </PopoverSurface>
    </Popover>
  )
}

function usePeople(deal: Deal) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (contacts: Participant[]) => {
      const body: PutDealContactsInput = { version: deal.version, contacts }
      return api.put<Deal>(`/deals/${deal.id}/contacts`, { body })
    },
    onSuccess: (saved) => showDeal(queries, saved),
    onError: (error) => {
      if (isStale(error)) showDeal(queries, error.body.current as Deal)
    },
  })
}

const isStale = (error: unknown): error is ApiProblem => error instanceof ApiProblem && error.type === 'stale-version'

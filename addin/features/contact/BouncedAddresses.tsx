import '../timeline/texts.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { TimelinePage } from '../../../server/timeline/schema.ts'
import { api } from '../../api/session.ts'
import { shortDate } from '../../ui/format.ts'
import { describeError } from '../../ui/problem-text.ts'
import { bounceDetails } from '../timeline/details.ts'
import { contactKey } from './contact-query.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  flag: { ...typographyStyles.caption1, display: 'grid', gridTemplateColumns: '16px 1fr', columnGap: '4px' },
  icon: { fontSize: '16px', color: tokens.colorPaletteRedForeground1 },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  works: { minWidth: 0, paddingInline: tokens.spacingHorizontalXS, marginInlineStart: '-4px' },
})

const bouncesQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['timeline', contactId, 'bounces'],
    queryFn: ({ signal }) =>
      api.get<TimelinePage>(`/contacts/${contactId}/timeline`, { query: { type: 'email_bounced', limit: 20 }, signal }),
  })

/** Addresses of a contact that refuse mail for good, since when and why (CR-05). */
export default function BouncedAddresses({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const { data } = useQuery(bouncesQuery(contact.id))
  const reasons = (data?.items ?? []).flatMap((activity) => bounceDetails(activity) ?? [])
  return (
    <ul className={styles.list}>
      {contact.bouncedAddresses.map(({ address, since }) => (
        <Flagged
          key={address}
          contact={contact}
          address={address}
          since={since}
          reason={reasons.find((one) => one.permanent && one.address === address)?.reason}
        />
      ))}
    </ul>
  )
}

interface FlagProps {
  contact: Contact
  address: string
  since: string
  reason: string | undefined
}

function Flagged({ contact, address, since, reason }: FlagProps) {
  const styles = useStyles()
  const { t } = useTranslation('entries')
  const queries = useQueryClient()
  const works = useMutation({
    mutationFn: () => api.post<Contact>(`/contacts/${contact.id}/addresses/works`, { body: { address } }),
    onSuccess: (current) => {
      queries.setQueryData(contactKey(contact.id), current)
      void queries.invalidateQueries({ queryKey: ['history', contact.id] })
    },
  })
  return (
    <li className={styles.flag}>
      <WarningRegular className={styles.icon} aria-hidden />
      <span className={styles.text}>
        {t('bounced', { address, when: shortDate(since) })} {reason}
        {works.isError && <span role="alert"> {describeError(works.error)}</span>}
        <br />
        <Button
          className={styles.works}
          size="small"
          appearance="transparent"
          disabledFocusable={works.isPending}
          onClick={() => works.mutate()}
        >
          {t('works')}
        </Button>
      </span>
    </li>
  )
}

import { Badge, Button, Field, makeStyles, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type Form, type FormSubmission, submissionStates } from '../../../server/forms/schema.ts'
import { shortDate, timeOfDay } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { useExport } from '../export/use-export.ts'
import { Refused } from '../settings/parts/Refused.tsx'
import { submissionsQuery, useAcceptSubmission } from './forms-query.ts'
import { useFormStyles } from './styles.ts'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  list: { listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(160px, 220px) minmax(0, 1fr) minmax(140px, 200px)',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 800px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  },
  cell: { display: 'grid', alignContent: 'start', justifyItems: 'start', gap: tokens.spacingVerticalXS, minWidth: 0 },
  who: { ...typographyStyles.body1Strong, overflowWrap: 'anywhere' },
  values: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, max-content) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    margin: 0,
  },
  label: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
})

/** What visitors sent, newest first; what was taken for spam can be accepted. */
export function Submissions({ form }: { form: Form }) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const [state, setState] = useState<FormSubmission['state'] | ''>('')
  const log = useInfiniteQuery(submissionsQuery(form.id, state))
  const file = useExport()
  const accept = useAcceptSubmission(form.id)
  const items = log.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className={styles.part}>
      <div className={own.tools}>
        <Field label={t('filter')}>
          <Select value={state} onChange={(_, { value }) => setState(value as typeof state)}>
            <option value="">{t('all')}</option>
            {submissionStates.map((one) => (
              <option key={one} value={one}>
                {t(`states.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          icon={<ArrowDownloadRegular />}
          disabledFocusable={file.busy}
          onClick={() => file.start({ path: `/forms/${form.id}/submissions.csv` })}
        >
          {t('csv')}
        </Button>
      </div>
      {(accept.error || (file.error && !file.stopped)) && <Refused error={accept.error ?? file.error} />}
      {log.isError && !log.data && <Failed error={log.error} retry={log.refetch} compact />}
      {log.isPending && <LoadingRows />}
      {log.data && items.length === 0 && <Message compact title={t('none')} text={t('noneText')} />}
      {items.length > 0 && (
        <ul className={own.list} aria-label={t('tabs.submissions')}>
          {items.map((item) => (
            <Row key={item.id} item={item} busy={accept.isPending} onAccept={() => accept.mutate(item.id)} />
          ))}
        </ul>
      )}
      {log.hasNextPage && (
        <div>
          <Button disabledFocusable={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
            {t('moreRows')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface RowProps {
  item: FormSubmission
  busy: boolean
  onAccept: () => void
}

function Row({ item, busy, onAccept }: RowProps) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const who = item.contact?.name ?? item.email ?? ''
  return (
    <li className={own.item}>
      <div className={own.cell}>
        {item.contact ? (
          <Link className={`${styles.link} ${own.who}`} to={`/contacts/${item.contact.id}`}>
            {who}
          </Link>
        ) : (
          <span className={own.who}>{who}</span>
        )}
        <span className={styles.quiet}>
          <Instant at={item.receivedAt} text={`${shortDate(item.receivedAt)} ${timeOfDay(item.receivedAt)}`} /> ·{' '}
          {t('version', { number: item.version })}
        </span>
        {item.pageUrl && <span className={styles.quiet}>{item.pageUrl}</span>}
      </div>
      <dl className={own.values}>
        {item.values.map(({ label, value }) => (
          <Fragment key={label}>
            <dt className={own.label}>{label}</dt>
            <dd className={own.value}>{value}</dd>
          </Fragment>
        ))}
        {item.state === 'expired' && <dd className={own.value}>{t('forgotten')}</dd>}
      </dl>
      <div className={own.cell}>
        <Badge appearance="tint" color={colours[item.state]}>
          {t(`states.${item.state}`)}
        </Badge>
        <Why item={item} />
        {item.state === 'spam' && (
          <Button size="small" aria-label={t('acceptOf', { who })} disabledFocusable={busy} onClick={onAccept}>
            {t('accept')}
          </Button>
        )}
      </div>
    </li>
  )
}

const colours = { accepted: 'success', pending: 'warning', spam: 'danger', expired: 'subtle' } as const

const reasons = ['trap', 'forged', 'too_fast', 'links', 'markup'] as const

/** Why it stands as it does: what gave spam away, what became of the mail. */
function Why({ item }: { item: FormSubmission }) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const reason = reasons.find((one) => one === item.reason)
  const { mail } = item
  const error = mail?.error ?? ''
  return (
    <>
      {reason && <span className={styles.quiet}>{t(`reasons.${reason}`)}</span>}
      {mail && item.state === 'pending' && (
        <span className={styles.quiet}>
          {mail.state === 'waiting' && error ? t('retrying', { error }) : t(`mailState.${mail.state}`, { error })}
        </span>
      )}
      {item.expiresAt && <span className={styles.quiet}>{t('until', { when: shortDate(item.expiresAt) })}</span>}
    </>
  )
}

import {
  Button,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHref } from 'react-router'
import type { Mention } from '../../../server/timeline/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { describeError } from '../../ui/problem-text.ts'
import {
  mentionsQuery,
  type Notice,
  noticesQuery,
  useAutomaticReport,
  useDismissMention,
  useDismissNotice,
  useDismissReport,
} from './notices-query.ts'

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle2, margin: 0, outlineStyle: 'none' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  notice: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    justifyItems: 'start',
    paddingBlock: tokens.spacingVerticalM,
    overflowWrap: 'anywhere',
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground3 },
})

/** The notices with what can be done about each. The focus stays in the list when one is put away. */
export function NoticeList({ onLeave }: { onLeave: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const notices = useQuery(noticesQuery)
  const mentions = useQuery(mentionsQuery)
  const dismiss = useDismissNotice()
  const report = useAutomaticReport()
  const read = useDismissMention()
  const readReport = useDismissReport()
  const title = useRef<HTMLHeadingElement>(null)
  const [said, setSaid] = useState('')
  const away = (notice: Notice) => {
    dismiss.mutate(notice)
    setSaid(t('notices.dismissed', { name: notice.contact.name }))
    title.current?.focus()
  }
  const seen = (mention: Mention) => {
    read.mutate(mention)
    setSaid(t('notices.mentionSeen'))
    title.current?.focus()
  }
  const reportSeen = (until: string) => {
    readReport.mutate(until)
    setSaid(t('notices.mentionSeen'))
    title.current?.focus()
  }
  const refused = read.error ?? dismiss.error ?? readReport.error
  const isEmpty = !report && notices.data?.length === 0 && (mentions.data?.length ?? 0) === 0
  return (
    <>
      <Title at={title} />
      <Announcer text={said} />
      {refused && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>{t('notices.failed', { reason: describeError(refused) })}</MessageBarBody>
        </MessageBar>
      )}
      {notices.isError && !notices.data && <Failed compact error={notices.error} retry={notices.refetch} />}
      {notices.isPending && <LoadingRows count={2} />}
      {isEmpty && <p className={styles.quiet}>{t('notices.none')}</p>}
      <ul className={styles.list}>
        {report && <Report {...report} onSeen={() => reportSeen(report.until)} onLeave={onLeave} />}
        {mentions.data?.map((mention) => (
          <OneMention key={mention.activityId} mention={mention} onSeen={() => seen(mention)} onLeave={onLeave} />
        ))}
        {notices.data?.map((notice) => (
          <OneNotice key={notice.id} notice={notice} onDismiss={() => away(notice)} onLeave={onLeave} />
        ))}
      </ul>
    </>
  )
}

function Title({ at }: { at: RefObject<HTMLHeadingElement | null> }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  return (
    <h2 ref={at} tabIndex={-1} className={styles.title}>
      {t('notices.title')}
    </h2>
  )
}

interface ReportProps {
  merged: number
  until: string
  onSeen: () => void
  onLeave: () => void
}

/** What was merged by itself, and where it can be taken apart. */
function Report({ merged, until, onSeen, onLeave }: ReportProps) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  return (
    <li className={styles.notice}>
      <Link href={useHref('/duplicates/merged')} onClick={onLeave}>
        {t('notices.report', { count: merged })}
      </Link>
      <p className={styles.text}>
        <Instant at={until} />
      </p>
      <p className={styles.quiet}>{t('notices.reportThen')}</p>
      <Button size="small" onClick={onSeen} aria-label={t('notices.reportDismiss')}>
        {t('notices.dismiss')}
      </Button>
    </li>
  )
}

/** Why an entry of the timeline is a notice of mine. */
function reasonOf({ type, by }: Mention): 'merged' | 'mergedAutomatically' | 'submitted' | 'mention' {
  if (type === 'merged') return by === null ? 'mergedAutomatically' : 'merged'
  return type === 'form_submit' ? 'submitted' : 'mention'
}

function OneMention({ mention, onSeen, onLeave }: { mention: Mention; onSeen: () => void; onLeave: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const { contact, by, summary, at } = mention
  return (
    <li className={styles.notice}>
      <Link href={useHref(`/contacts/${contact.id}`)} onClick={onLeave}>
        {contact.name || t('notices.unnamed')}
      </Link>
      <p className={styles.text}>
        {t(`notices.${reasonOf(mention)}`, { name: by ?? '' })} (<Instant at={at} />)
      </p>
      <p className={styles.quiet}>{summary.length > 200 ? `${summary.slice(0, 200)}…` : summary}</p>
      <Button size="small" onClick={onSeen} aria-label={t('notices.dismissOf', { name: contact.name })}>
        {t('notices.dismiss')}
      </Button>
    </li>
  )
}

function OneNotice({ notice, onDismiss, onLeave }: { notice: Notice; onDismiss: () => void; onLeave: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const { contact, kind, expiresAt } = notice
  return (
    <li className={styles.notice}>
      <Link href={useHref(`/contacts/${contact.id}`)} onClick={onLeave}>
        {contact.name || t('notices.unnamed')}
      </Link>
      <p className={styles.text}>
        {t(`notices.${kind}`, { date: shortDate(expiresAt) })} (<Instant at={expiresAt} />)
      </p>
      <p className={styles.quiet}>{t(`notices.${kind}Then`)}</p>
      <Button size="small" onClick={onDismiss} aria-label={t('notices.dismissOf', { name: contact.name })}>
        {t('notices.dismiss')}
      </Button>
    </li>
  )
}

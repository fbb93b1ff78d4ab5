import '../texts/record.ts'
import { Link, MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { PersonQuestionMarkRegular } from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation, useNavigate, useParams } from 'react-router'
import type { Contact } from '../../../server/contacts/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { meQuery } from '../../api/session.ts'
import { Badges } from '../../features/contact/Badges.tsx'
import { contactQuery } from '../../features/contact/contact-query.ts'
import { Initials } from '../../features/contact/Initials.tsx'
import { useContactWords } from '../../features/contact/use-field-label.ts'
import { mayMerge } from '../../features/duplicates/rights.ts'
import ContactActions from '../../features/export/ContactActions.tsx'
import ChangeHistory from '../../features/history/ChangeHistory.tsx'
import { lastMergeQuery } from '../../features/merge/last-merge.ts'
import { startOutbox } from '../../features/quick-log/log-outbox.ts'
import { usePending } from '../../features/quick-log/Pending.tsx'
import { QuickLog } from '../../features/quick-log/QuickLog.tsx'
import { Timeline } from '../../features/timeline/Timeline.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingContact, LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { Columns } from './Columns.tsx'
import { ContactRecord } from './ContactRecord.tsx'
import { Panel } from './Panel.tsx'
import { useTimelineFilter } from './use-timeline-filter.ts'

const LastMerge = lazy(() => import('../../features/merge/LastMerge.tsx'))
const MergeDrawer = lazy(() => import('../../features/merge/MergeDrawer.tsx'))
const MergedFrom = lazy(() => import('../../features/merge/MergedFrom.tsx'))
const SuggestionNotice = lazy(() => import('../../features/duplicates/SuggestionNotice.tsx'))
const ConsentPanel = lazy(() => import('../../features/consent/ConsentPanel.tsx'))
const ScorePanel = lazy(() => import('../../features/score/ScorePanel.tsx'))
const DealList = lazy(() => import('../../features/deals/DealList.tsx'))

const lookAgain = 30_000

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  who: { flex: '1 1 200px', minWidth: 0 },
  // Where there is little room the badges get a line of their own.
  badges: { '@media (max-width: 819px)': { order: 1, flexBasis: '100%' } },
  actions: { maxWidth: '320px' },
  name: { ...typographyStyles.subtitle1, margin: 0 },
  work: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  part: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
})

/** One contact in full: record, timeline, consent, score and what was changed. */
export default function ContactPage() {
  const { id = '' } = useParams()
  const contact = useQuery({ ...contactQuery(id), refetchInterval: lookAgain })
  useEffect(startOutbox, [])
  if (isGone(contact.error)) return <Gone error={contact.error} />
  if (contact.isError && !contact.data) return <Failed error={contact.error} retry={contact.refetch} />
  if (!contact.data) return <LoadingContact />
  // A merged contact answers with the one it went into.
  if (contact.data.id !== id) return <Navigate to={`/contacts/${contact.data.id}`} replace state={{ mergedFrom: id }} />
  return <Shown key={id} contact={contact.data} />
}

function Shown({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const navigate = useNavigate()
  const merged = (useLocation().state as { mergedFrom?: string } | null)?.mergedFrom
  const pending = usePending(contact.id)
  const filtering = useTimelineFilter()
  const open = (id: string) => void navigate(`/contacts/${id}`, { replace: true })
  useEffect(() => {
    document.title = contact.displayName
  }, [contact.displayName])
  return (
    <>
      {merged && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('mergedHere')}</MessageBarBody>
        </MessageBar>
      )}
      <Sameness contact={contact} onOpen={open} />
      <header className={styles.head}>
        <Initials contact={contact} />
        <div className={styles.who}>
          <h1 className={styles.name}>{contact.displayName}</h1>
          <Work contact={contact} />
        </div>
        <div className={styles.badges}>
          <Badges contact={contact} />
        </div>
        <div className={styles.actions}>
          <ContactActions contact={contact} place="page" onNavigate={(path) => void navigate(path)} onOpen={open} />
        </div>
      </header>
      <Columns
        moreLabel={t('tabs.more')}
        record={<ContactRecord contact={contact} />}
        timeline={
          <>
            <QuickLog contactId={contact.id} message={{ key: 'page', internetMessageId: null }} guard={() => {}} />
            <Timeline contactId={contact.id} pending={pending} filtering={filtering} />
          </>
        }
        more={<More contact={contact} />}
      />
    </>
  )
}

/** Who else this may be, and who it was just merged with. */
function Sameness({ contact, onOpen }: { contact: Contact; onOpen: (id: string) => void }) {
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { data: merged } = useQuery(lastMergeQuery(contact.id))
  const [otherId, setOther] = useState<string>()
  return (
    <Suspense fallback={null}>
      {merged && <LastMerge result={merged} />}
      {mayMerge(me?.roles ?? []) && <SuggestionNotice contactId={contact.id} onCompare={setOther} />}
      {otherId && (
        <MergeDrawer
          contact={contact}
          otherId={otherId}
          linked
          onMerged={(result) => {
            setOther(undefined)
            queries.setQueryData(lastMergeQuery(result.contact.id).queryKey, result)
            onOpen(result.contact.id)
          }}
          onClose={() => setOther(undefined)}
        />
      )}
    </Suspense>
  )
}

function Work({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const { jobTitle, department, company } = contact
  const parts = [jobTitle, department].filter(Boolean).join(', ')
  return (
    <p className={styles.work}>
      {parts}
      {parts && company && ' · '}
      {company && <Link href={`#/companies/${company.id}`}>{company.name}</Link>}
    </p>
  )
}

function More({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const { t } = useTranslation(['record', 'translation'])
  const words = useContactWords()
  return (
    <Suspense fallback={<LoadingRows />}>
      <Panel title={t('translation:sections.consent')}>
        <ConsentPanel contactId={contact.id} name={contact.displayName} />
      </Panel>
      <div className={styles.part}>
        <ScorePanel contactId={contact.id} />
      </div>
      <MergedFrom contactId={contact.id} frame={(title, content) => <Panel title={title}>{content}</Panel>} />
      <Panel title={t('deals')}>
        <DealList of={{ contact: contact.id }} start={{ contact, company: contact.company }} />
      </Panel>
      <Panel title={t('history')}>
        <ChangeHistory of="contacts" id={contact.id} labelOf={words.label} show={words.text} />
      </Panel>
    </Suspense>
  )
}

const isGone = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && (error.status === 404 || error.status === 410)

/** Where a contact went, as far as the server tells. */
function Gone({ error }: { error: ApiProblem }) {
  const { t } = useTranslation('record')
  const { mergedInto } = error.body
  return (
    <Message icon={<PersonQuestionMarkRegular />} title={t('gone.title')} text={t('gone.text')}>
      {typeof mergedInto === 'string' && <Link href={`#/contacts/${mergedInto}`}>{t('gone.merged')}</Link>}
      <Link href="#/contacts">{t('gone.list')}</Link>
    </Message>
  )
}

import './texts.ts'
import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { DocumentTextRegular } from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import type { Me } from '../../../server/users/schema.ts'
import { isOffline } from '../../api/problem.ts'
import { refused, verdictOf } from '../../events/verdict-of.ts'
import type { Words } from '../../events/words.ts'
import { type Recipient, type WrittenMail, writtenMail } from '../../outlook/written-mail.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useFocusAfter } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { isAtDomains } from '../people/participants.ts'
import { checkKey, checkQuery } from './compose-query.ts'
import type { Inserted } from './InsertTemplate.tsx'
import { MarketingBar } from './MarketingBar.tsx'
import { RecipientList } from './RecipientList.tsx'
import { TrackToggle } from './TrackToggle.tsx'
import { type KeptState, useMailState } from './use-mail-state.ts'

const AddContact = lazy(async () => ({ default: (await import('../add-contact/AddContact.tsx')).AddContact }))
const InsertTemplate = lazy(() => import('./InsertTemplate.tsx'))

const useStyles = makeStyles({
  tools: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
  },
  insert: { justifySelf: 'start' },
})

/** The pane beside a message that is being written. Mount it anew for each message. */
export default function ComposeView({ me }: { me: Me }) {
  const [mail] = useState(writtenMail)
  return mail ? <Writing mail={mail} me={me} /> : <LoadingRows count={3} />
}

/** Who the recipients are and what may be sent to them; a template to insert; tracking; what is said on sending. */
function Writing({ mail, me }: { mail: WrittenMail; me: Me }) {
  const { t } = useTranslation('compose')
  const queries = useQueryClient()
  const people = useRecipients(mail)
  const kept = useMailState(mail)
  const [choosing, setChoosing] = useState(false)
  const [adding, setAdding] = useState<Recipient>()
  const [done, setDone] = useState('')
  const marketing = kept.state?.marketing ?? null
  const check = useQuery(checkQuery(people ?? [], marketing ? 'marketing' : 'one_to_one'))
  // Of those before somebody was added or taken away, only what concerns each alone is still true.
  const exact = people && people.length > 0 && !check.isPlaceholderData ? check.data : undefined
  useVerdict(exact, check.dataUpdatedAt, kept)
  const opener = useFocusAfter(choosing)

  if (!people || !kept.state) return <LoadingRows count={3} />
  const inserted = ({ name, marketing: inside }: Inserted) => {
    // Somebody may send it before the server has been asked about marketing.
    const verdict = exact && verdictOf(exact, wordsOf(t, inside?.name), check.dataUpdatedAt, inside)
    if (inside) kept.change({ marketing: inside, ...(verdict ? { verdict } : {}) })
    setChoosing(false)
    setDone(t('templates.inserted', { name }))
  }
  const added = () => {
    void queries.invalidateQueries({ queryKey: checkKey })
    setDone(t('added', { name: adding?.name ?? adding?.address }))
    setAdding(undefined)
  }
  return (
    <>
      <Announcer text={summary(exact, marketing !== null, t)} />
      <Announcer text={done} />
      {choosing && (
        <Suspense fallback={<LoadingRows count={4} />}>
          <InsertTemplate
            mail={mail}
            people={people}
            checked={exact}
            onInserted={inserted}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
      {/* Stays while a template is chosen, since tracking is prepared all the time. */}
      <div hidden={choosing}>
        {marketing && (
          <MarketingBar
            mail={mail}
            marketing={marketing}
            checked={exact}
            onOut={() => {
              kept.change({ marketing: null })
              setDone(t('mail.isOut'))
              document.getElementById(opener)?.focus()
            }}
          />
        )}
        <Tools
          mail={mail}
          people={people}
          checked={exact}
          kept={kept}
          opener={opener}
          onTemplates={() => setChoosing(true)}
        />
        {check.error && <NotLookedUp error={check.error} retry={check.refetch} />}
        <RecipientList
          people={people}
          checked={people.length > 0 ? check.data : undefined}
          isColleague={(address) => isAtDomains(address, me.organisation.domains)}
          adding={adding}
          onAdd={setAdding}
          form={
            adding && (
              <Suspense fallback={<LoadingRows count={3} />}>
                <AddContact
                  person={adding}
                  isWriter={false}
                  earlierMessages={undefined}
                  guard={mail.assertStillOn}
                  onOpen={added}
                />
              </Suspense>
            )
          }
        />
      </div>
    </>
  )
}

interface ToolsProps {
  mail: WrittenMail
  people: Recipient[]
  checked: CheckedMail | undefined
  kept: KeptState
  /** Id of the button that opens the templates. */
  opener: string
  onTemplates: () => void
}

function Tools({ opener, onTemplates, ...toggle }: ToolsProps) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  return (
    <div className={styles.tools}>
      {toggle.mail.canInsert && (
        <Button id={opener} className={styles.insert} icon={<DocumentTextRegular />} onClick={onTemplates}>
          {t('templates.open')}
        </Button>
      )}
      <TrackToggle {...toggle} />
    </div>
  )
}

/** Without the server the mail goes out as ever; anything else is said as it came. */
function NotLookedUp({ error, retry }: { error: Error; retry: () => unknown }) {
  const { t } = useTranslation('compose')
  const { t: common } = useTranslation()
  if (!isOffline(error)) return <Failed compact error={error} retry={retry} />
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{t('away')}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => retry()}>
          {common('common.retry')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}

/** Undefined until Outlook has told them for the first time. */
function useRecipients(mail: WrittenMail): Recipient[] | undefined {
  const [people, setPeople] = useState<Recipient[]>()
  useEffect(() => mail.watchRecipients(setPeople), [mail])
  return people
}

/** Leaves what the server said with the message, so that nobody need be asked on sending (OP-07). */
function useVerdict(checked: CheckedMail | undefined, at: number, { state, change }: KeptState): void {
  const { t } = useTranslation('compose')
  const ready = state !== undefined
  const marketing = state?.marketing ?? null
  const attended = state?.attended ?? false
  useEffect(() => {
    if (ready && !attended) change({ attended: true })
  }, [ready, attended, change])
  useEffect(() => {
    if (!ready || !checked) return
    change({ verdict: verdictOf(checked, wordsOf(t, marketing?.name), at, marketing) })
  }, [ready, checked, at, marketing, change, t])
}

const wordsOf = (t: TFunction<'compose'>, template = ''): Words => ({
  blockIntro: t('alert.blockIntro', { template }),
  warnIntro: t('alert.warnIntro'),
  wayOutIntro: t('alert.wayOutIntro'),
  unchecked: t('alert.unchecked'),
})

/** Said politely to a screen reader when the recipients have changed. */
function summary(checked: CheckedMail | undefined, marketing: boolean, t: TFunction<'compose'>): string {
  if (!checked) return ''
  const outside = checked.recipients.filter(({ own }) => !own)
  const refusals = marketing ? refused(outside).length : 0
  const unknown = outside.filter(({ contact }) => contact === null).length
  return [
    t('announce', { count: outside.length }),
    refusals > 0 && t('announceRefused', { count: refusals }),
    unknown > 0 && t('announceUnknown', { count: unknown }),
  ]
    .filter(Boolean)
    .join(' ')
}

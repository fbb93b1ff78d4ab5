import './texts.ts'
import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { DismissRegular, MergeRegular } from '@fluentui/react-icons'
import { useQueries, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { MergeResult } from '../../../server/merge/schema.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { ContactSearch } from '../contact/ContactSearch.tsx'
import { contactQuery } from '../contact/contact-query.ts'
import { CertaintyBadge } from '../duplicates/CertaintyBadge.tsx'
import { duplicatesOfQuery } from '../duplicates/duplicates-query.ts'
import { Reasons } from '../duplicates/Reasons.tsx'
import { Comparison } from './Comparison.tsx'
import { useMergePlan } from './use-merge-plan.ts'
import { useMergeRun } from './use-merge-run.ts'

const useStyles = makeStyles({
  drawer: { width: '960px', maxWidth: '100%' },
  head: {
    '@media (max-width: 480px)': { paddingInline: tokens.spacingHorizontalM, paddingBlock: tokens.spacingVerticalM },
  },
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignContent: 'start',
    gap: tokens.spacingVerticalL,
    paddingBlock: tokens.spacingVerticalS,
    '@media (max-width: 480px)': { paddingInline: tokens.spacingHorizontalM },
  },
  footer: {
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    '@media (max-width: 480px)': { paddingInline: tokens.spacingHorizontalM },
  },
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalXS },
  suggestion: {
    width: '100%',
    justifyContent: 'start',
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
  },
  who: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'start', gap: '2px' },
  name: { ...typographyStyles.body1Strong },
  line: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
})

interface Props {
  contact: Contact
  /** Who it is merged with, where that is known already. */
  otherId?: string | undefined
  /** Contacts can be opened in a tab beside this one. */
  linked?: boolean
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
  onMerged: (result: MergeResult) => void
  onClose: () => void
}

/** Merges a contact with another one: whom, then side by side. */
export default function MergeDrawer({ contact, otherId: given, onClose, ...rest }: Props) {
  useReturnFocus()
  const styles = useStyles()
  const { t } = useTranslation(['merge', 'translation'])
  const [otherId, setOther] = useState(given)
  return (
    <OverlayDrawer
      open
      position="end"
      className={styles.drawer}
      aria-label={t('title')}
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <DrawerHeader className={styles.head}>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('translation:common.close')}
              onClick={onClose}
            />
          }
        >
          {t('title')}
        </DrawerHeaderTitle>
      </DrawerHeader>
      {otherId === undefined ? (
        <DrawerBody className={styles.body}>
          <FindOther contact={contact} onPick={setOther} />
        </DrawerBody>
      ) : (
        <Both
          key={otherId}
          ids={[contact.id, otherId]}
          {...rest}
          back={<Button onClick={() => setOther(undefined)}>{t('dialog.again')}</Button>}
        />
      )}
    </OverlayDrawer>
  )
}

function FindOther({ contact, onPick }: { contact: Contact; onPick: (id: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const { data: suggestions = [] } = useQuery(duplicatesOfQuery(contact.id))
  return (
    <>
      <p className={styles.text}>{t('dialog.find', { name: contact.displayName })}</p>
      {suggestions.length > 0 && (
        <section className={styles.part}>
          <h3 className={styles.title}>{t('dialog.suggested')}</h3>
          <ul className={styles.list}>
            {suggestions.map(({ contact: other, certainty, reasons }) => (
              <li key={other.id}>
                <Button className={styles.suggestion} onClick={() => onPick(other.id)}>
                  <span className={styles.who}>
                    <span>
                      <bdi className={styles.name}>{other.displayName}</bdi> <CertaintyBadge certainty={certainty} />
                    </span>
                    <span className={styles.line}>
                      {[other.company?.name, other.email].filter(Boolean).join(' · ')}
                    </span>
                    <span className={styles.line}>{reasons[0]?.text}</span>
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ContactSearch
        label={t('dialog.search')}
        chosen={[]}
        single
        without={contact.id}
        onPick={({ id }) => onPick(id)}
      />
    </>
  )
}

interface BothProps extends Pick<Props, 'linked' | 'guard' | 'onMerged'> {
  ids: [string, string]
  back: ReactNode
}

function Both({ ids, back, ...rest }: BothProps) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const found = useQueries({ queries: ids.map((id) => ({ ...contactQuery(id), staleTime: 0 })) })
  const reload = () => {
    for (const { refetch } of found) void refetch()
  }
  const contacts = found.flatMap(({ data }) => data ?? [])
  const failed = found.find(({ error, data }) => error && !data)
  const same = contacts.length === ids.length && contacts[0]?.id === contacts[1]?.id
  if (contacts.length === ids.length && !same) {
    return <Compare contacts={contacts} reload={reload} back={back} {...rest} />
  }
  return (
    <DrawerBody className={styles.body}>
      {same ? (
        <p className={styles.text}>{t('dialog.self')}</p>
      ) : failed ? (
        <Failed error={failed.error} retry={reload} />
      ) : (
        <LoadingRows />
      )}
      <div>{back}</div>
    </DrawerBody>
  )
}

interface CompareProps extends Pick<Props, 'linked' | 'guard' | 'onMerged'> {
  contacts: Contact[]
  reload: () => void
  back: ReactNode
}

function Compare({ contacts, reload, back, linked = false, guard, onMerged }: CompareProps) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const [first, second] = contacts
  const plan = useMergePlan(contacts, first?.id ?? '')
  const run = useMergeRun(plan, { reload, guard, onMerged })
  const { data: suggestions = [] } = useQuery(duplicatesOfQuery(first?.id ?? ''))
  const suggestion = suggestions.find(({ contact }) => contact.id === second?.id)
  return (
    <>
      <DrawerBody className={styles.body}>
        {suggestion && (
          <div className={styles.part}>
            <div>
              <CertaintyBadge certainty={suggestion.certainty} />
            </div>
            <Reasons reasons={suggestion.reasons} />
          </div>
        )}
        <Comparison plan={plan} run={run} linked={linked} />
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        <Button appearance="primary" icon={<MergeRegular />} disabledFocusable={run.pending} onClick={run.run}>
          {run.pending ? t('running') : t('run', { count: plan.chosen.length })}
        </Button>
        {back}
      </DrawerFooter>
    </>
  )
}

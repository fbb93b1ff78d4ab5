import './texts.ts'
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { PersonWarningRegular } from '@fluentui/react-icons'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { DuplicateMatch } from '../../../server/duplicates/schema.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { fold } from '../people/participants.ts'
import { CertaintyBadge } from './CertaintyBadge.tsx'
import { useAddAddress } from './use-add-address.ts'

/** More would be a list to read in the middle of a form. */
const shown = 3

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderLeft: `3px solid ${tokens.colorPaletteYellowBorderActive}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  icon: { fontSize: '20px', flexShrink: 0, color: tokens.colorNeutralForeground2 },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  match: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXS },
  who: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  name: { ...typographyStyles.body1Strong },
  line: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, paddingTop: '2px' },
  error: { ...typographyStyles.caption1, margin: 0, color: tokens.colorPaletteRedForeground1 },
})

interface Props {
  matches: readonly DuplicateMatch[]
  /** The address in the form; a match can take it over. */
  address?: string
  /** Why it is shown: while typing, after the server refused to make another contact, beside an edit. */
  because?: 'typed' | 'refused' | 'edited'
  onOpen: (contactId: string) => void
  /** Makes the contact all the same. */
  onAnyway?: () => void
  className?: string | undefined
}

/** "Already here?": who may be the person that is being typed, with what to do about it (ME-20). */
export default function AlreadyHere({ matches, address = '', because = 'typed', onOpen, onAnyway, className }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('duplicates')
  const title = useId()
  const add = useAddAddress(onOpen)
  const best = matches.slice(0, shown)
  const names = best.map(({ contact }) => contact.displayName).join(', ')
  return (
    <>
      <Announcer text={best.length > 0 ? t('here.announce', { count: best.length, names }) : ''} />
      {best.length > 0 && (
        <section className={mergeClasses(styles.card, className)} aria-labelledby={title}>
          <div className={styles.head}>
            <PersonWarningRegular className={styles.icon} aria-hidden />
            <h3 id={title} className={styles.title}>
              {t(because === 'typed' ? 'here.title' : `here.${because}`)}
            </h3>
          </div>
          <ul className={styles.list}>
            {best.map((match) => (
              <Match
                key={match.contact.id}
                match={match}
                address={address}
                adding={add.isPending}
                onOpen={onOpen}
                onAdd={() => add.mutate({ contactId: match.contact.id, address })}
              />
            ))}
          </ul>
          {add.error && <p className={styles.error}>{t('here.failed', { reason: describeError(add.error) })}</p>}
          {onAnyway && (
            <div className={styles.actions}>
              <Button size="small" onClick={onAnyway}>
                {t('here.anyway')}
              </Button>
            </div>
          )}
        </section>
      )}
    </>
  )
}

interface MatchProps {
  match: DuplicateMatch
  address: string
  adding: boolean
  onOpen: (contactId: string) => void
  onAdd: () => void
}

function Match({ match, address, adding, onOpen, onAdd }: MatchProps) {
  const styles = useStyles()
  const { t } = useTranslation('duplicates')
  const { contact, certainty, reasons } = match
  const name = contact.displayName
  const facts = [contact.jobTitle, contact.company?.name, contact.email ?? contact.phoneDisplay]
  return (
    <li className={styles.match}>
      <span className={styles.who}>
        <bdi className={styles.name}>{name}</bdi>
        <CertaintyBadge certainty={certainty} />
      </span>
      <span className={styles.line}>{facts.filter((fact) => fact && fact !== name).join(' · ')}</span>
      {reasons[0] && <span className={styles.line}>{reasons[0].text}</span>}
      <span className={styles.actions}>
        <Button size="small" aria-label={t('here.openOf', { name })} onClick={() => onOpen(contact.id)}>
          {t('here.open')}
        </Button>
        {address && !holds(contact, address) && (
          <Button size="small" aria-label={t('here.addOf', { name })} disabledFocusable={adding} onClick={onAdd}>
            {adding ? t('here.adding') : t('here.add')}
          </Button>
        )}
      </span>
    </li>
  )
}

const holds = ({ email, aliases }: DuplicateMatch['contact'], address: string): boolean =>
  [email, ...aliases].some((one) => one !== null && fold(one) === fold(address))

import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Address } from '../../outlook/selection.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Refusal } from '../contact/Refusal.tsx'
import { isPossibleDuplicate } from '../duplicates/refusal.ts'
import type { Draft } from '../editing/draft.ts'
import { draftErrors } from '../editing/field-errors.ts'
import { newContactFields, proposedDraft } from './new-contact.ts'
import { useCreateContact } from './use-create-contact.ts'
import { type Proposal, useProposal } from './use-proposal.ts'

// Pickers come after the first paint.
const ContactFields = lazy(() => import('../contact/ContactFields.tsx'))
const SameAsTyped = lazy(() => import('../duplicates/SameAsTyped.tsx'))

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  title: {
    ...typographyStyles.subtitle2,
    margin: 0,
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
  },
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  person: Address
  /** The person wrote the message, so its signature is theirs. */
  isWriter: boolean
  earlierMessages: number | undefined
  guard: () => void
  onOpen: (contactId: string) => void
}

/** Someone who is not a contact yet, with everything the message tells about them filled in. */
export function AddContact({ person, isWriter, earlierMessages, guard, onOpen }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const queries = useQueryClient()
  const proposal = useProposal(person, isWriter)
  const [typed, setTyped] = useState<Draft>({})
  const [all, setAll] = useState(false)
  const create = useCreateContact(person.address, onOpen)
  const values = { ...proposedDraft(proposal.values), ...typed }
  const errors = draftErrors(create.error)
  const shown: readonly string[] = newContactFields
  const complete = all || Object.keys(errors).some((field) => !shown.includes(field))
  const openOther = (id: string) => {
    void queries.invalidateQueries({ queryKey: ['people'] })
    onOpen(id)
  }
  return (
    <form
      className={styles.form}
      aria-label={t('add.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate({ values, guard })
      }}
    >
      <h2 className={styles.title}>
        <PersonAddRegular aria-hidden />
        {t('add.title')}
      </h2>
      {earlierMessages !== undefined && (
        <p className={styles.text}>
          {earlierMessages > 0 ? t('add.earlier', { count: earlierMessages }) : t('add.noEarlier')}
        </p>
      )}
      <Suspense fallback={<LoadingRows />}>
        <ContactFields
          draft={values}
          errors={errors}
          set={(field, value) => setTyped((old) => ({ ...old, [field]: value }))}
          hints={hintsOf(proposal, typed, (origin) => t(`add.${origin}`))}
          only={complete ? undefined : shown}
        />
      </Suspense>
      {create.error && !isPossibleDuplicate(create.error) && (
        <Refusal error={create.error} errors={errors} shown={complete ? undefined : shown} onOpen={openOther} />
      )}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={create.isPending}>
          {create.isPending ? t('common.saving') : t('add.save')}
        </Button>
        {!complete && (
          <Button appearance="transparent" onClick={() => setAll(true)}>
            {t('add.allFields')}
          </Button>
        )}
      </div>
      {/* Below the buttons: what comes while one types must not push them away. */}
      <Suspense>
        <SameAsTyped
          draft={values}
          refusal={create.error}
          onOpen={openOther}
          onAnyway={() => create.mutate({ values, guard, anyway: true })}
        />
      </Suspense>
    </form>
  )
}

/** Where proposed values come from, as long as nobody typed over them. */
function hintsOf(proposal: Proposal, typed: Draft, say: (origin: 'fromSignature' | 'fromDomain') => string) {
  const told = newContactFields.flatMap((field) => {
    const origin = proposal.origin(field)
    return origin && proposal.values[field] && typed[field] === undefined ? [[field, say(origin)] as const] : []
  })
  return Object.fromEntries(told)
}

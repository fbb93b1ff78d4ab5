import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import { useFirstField } from '../../ui/parts/focus.ts'
import Conflict from '../editing/Conflict.tsx'
import { draftErrors } from '../editing/field-errors.ts'
import { useEditing } from '../editing/use-editing.ts'
import ContactFields from './ContactFields.tsx'
import { contactEditing } from './contact-draft.ts'
import { contactKey } from './contact-query.ts'
import { isKept } from './phones.ts'
import { Refusal } from './Refusal.tsx'
import { useContactWords } from './use-field-label.ts'

const SameAsEdited = lazy(() => import('../duplicates/SameAsEdited.tsx'))

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    position: 'sticky',
    bottom: 0,
    zIndex: 2,
    paddingBlock: tokens.spacingVerticalS,
    backgroundColor: tokens.colorNeutralBackground1,
  },
})

interface Props {
  contact: Contact
  /** Throws when Outlook shows another message by now. */
  guard?: () => void
  onDone: () => void
  onOpen: (contactId: string) => void
  /** Only these fields; all when absent. */
  only?: readonly string[]
  /** Rare custom fields come on demand. */
  brief?: boolean
}

/** The contact as a form, in the place of its card or of one line of it. */
export default function EditContact({ contact, guard, onDone, onOpen, only, brief = false }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const queries = useQueryClient()
  const words = useContactWords()
  const show = (newer: Contact) => queries.setQueryData(contactKey(newer.id), newer)
  const edit = useEditing(contactEditing, contact, {
    guard,
    onNewer: show,
    onSaved: (saved) => {
      show(saved)
      for (const key of ['people', 'contacts', 'companies', 'tags', 'history', 'consent', 'duplicates']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
      onDone()
    },
  })
  const form = useFirstField()
  const errors = draftErrors(edit.error)
  const title = only?.length === 1 ? words.label(only[0] ?? '') : t('edit.title')
  return (
    <>
      <form
        ref={form}
        className={styles.form}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          edit.submit()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && only && !event.defaultPrevented) onDone()
        }}
      >
        {!only && <h2 className={styles.title}>{title}</h2>}
        <ContactFields
          draft={edit.draft}
          errors={errors}
          set={edit.set}
          only={only}
          brief={brief}
          phonesKept={(['phone', 'mobile'] as const).filter(
            (field) => isKept(edit.before[field]) && edit.draft[field] === contactEditing.draftOf(edit.before)[field],
          )}
        />
        {edit.error && <Refusal error={edit.error} errors={errors} shown={only} onOpen={onOpen} />}
        <div className={styles.actions}>
          <Button type="submit" appearance="primary" disabledFocusable={edit.pending}>
            {edit.pending ? t('common.saving') : t('common.save')}
          </Button>
          <Button onClick={onDone}>{t('common.cancel')}</Button>
        </div>
        <Suspense>
          <SameAsEdited
            contactId={contact.id}
            before={contactEditing.draftOf(edit.before)}
            draft={edit.draft}
            onOpen={onOpen}
          />
        </Suspense>
      </form>
      {edit.clash && (
        <Conflict
          clashes={edit.clash}
          labelOf={words.label}
          show={words.text}
          onApply={edit.settle}
          onBack={edit.back}
        />
      )}
    </>
  )
}

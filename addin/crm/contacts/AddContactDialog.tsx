import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { Contact, CreateContactInput } from '../../../server/contacts/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../api/session.ts'
import { contactKey } from '../../features/contact/contact-query.ts'
import { isPossibleDuplicate } from '../../features/duplicates/refusal.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError, fieldErrors } from '../../ui/problem-text.ts'
import { contactPath } from './Cells.tsx'
import { contactsKey } from './contacts-query.ts'

const SameAsTyped = lazy(() => import('../../features/duplicates/SameAsTyped.tsx'))

const fields = ['firstName', 'lastName', 'email', 'phone', 'company', 'jobTitle'] as const
type Draft = Partial<Record<(typeof fields)[number], string>>
const types: Partial<Record<(typeof fields)[number], 'email' | 'tel'>> = { email: 'email', phone: 'tel' }

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(200px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  input: { minWidth: 0, width: '100%' },
  // Held at its top: what appears below while one types moves nothing.
  surface: {
    marginTop: '8vh',
    marginBottom: 'auto',
    maxHeight: '90dvh',
    overflowY: 'auto',
    '@media (max-width: 480px)': { marginTop: 0, maxHeight: '100dvh' },
  },
  here: { marginTop: tokens.spacingVerticalL },
})

/** Asks for the first things one knows of a contact; the rest is for its page, which opens then. */
export function AddContactDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const styles = useStyles()
  return (
    <Dialog open={open} onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface} aria-describedby={undefined}>
        <AddForm onClose={onClose} />
      </DialogSurface>
    </Dialog>
  )
}

function AddForm({ onClose }: { onClose: () => void }) {
  useReturnFocus()
  const styles = useStyles()
  const { t } = useTranslation(['crm', 'translation'])
  const [draft, setDraft] = useState<Draft>({})
  const create = useCreate()
  const errors = fieldErrors(create.error)
  const body = bodyOf(draft)
  const navigate = useNavigate()
  const save = () => create.mutate(body)
  return (
    <>
      <DialogBody>
        <DialogTitle>{t('add.title')}</DialogTitle>
        <DialogContent>
          <form
            id="add-contact"
            noValidate
            className={styles.fields}
            onSubmit={(event) => {
              event.preventDefault()
              save()
            }}
          >
            {fields.map((name) => (
              <Field key={name} label={t(`add.${name}`)} validationMessage={errors[name] ?? null}>
                <Input
                  className={styles.input}
                  type={types[name] ?? 'text'}
                  autoComplete="off"
                  value={draft[name] ?? ''}
                  onChange={(_, { value }) => setDraft({ ...draft, [name]: value })}
                />
              </Field>
            ))}
          </form>
          {create.error && !isPossibleDuplicate(create.error) && <Refusal error={create.error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
          <Button type="submit" form="add-contact" appearance="primary" disabledFocusable={create.isPending}>
            {create.isPending ? t('translation:common.saving') : t('add.save')}
          </Button>
        </DialogActions>
      </DialogBody>
      <Suspense>
        <SameAsTyped
          className={styles.here}
          draft={asTyped(draft)}
          refusal={create.error}
          onOpen={(id) => void navigate(contactPath(id))}
          onAnyway={() => create.mutate({ ...body, duplicates: 'allow' })}
        />
      </Suspense>
    </>
  )
}

/** What is compared with everybody, as the large form holds it. */
const asTyped = ({ company = '', ...texts }: Draft) => ({ ...texts, company: { id: null, name: company } })

/** Creates and goes there. A second click on the same form cannot make a second contact. */
function useCreate() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const sent = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: (input: CreateContactInput) => {
      const body = JSON.stringify(input)
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
      return api.post<Contact>('/contacts', { body: input, idempotencyKey: sent.current.key })
    },
    onSuccess: (contact) => {
      queries.setQueryData(contactKey(contact.id), contact)
      void queries.invalidateQueries({ queryKey: contactsKey })
      void navigate(contactPath(contact.id))
    },
  })
}

function bodyOf(draft: Draft): CreateContactInput {
  const filled = Object.entries(draft).filter(([, value]) => value?.trim())
  return { ...Object.fromEntries(filled), source: 'Added by hand' }
}

function Refusal({ error }: { error: Error }) {
  const { t } = useTranslation('crm')
  const holder = error instanceof ApiProblem && error.type === 'address-taken' ? error.body.contactId : undefined
  return (
    <MessageBar intent={holder ? 'info' : 'error'} layout="multiline">
      <MessageBarBody>
        {holder ? t('add.taken') : describeError(error)}{' '}
        {typeof holder === 'string' && <Link to={contactPath(holder)}>{t('add.openOther')}</Link>}
      </MessageBarBody>
    </MessageBar>
  )
}

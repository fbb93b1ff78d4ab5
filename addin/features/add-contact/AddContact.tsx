import {
  Button,
  Field,
  Input,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { MessageChanged } from '../../outlook/selected-item.ts'
import type { Address } from '../../outlook/selection.ts'
import { describeError, fieldErrors } from '../../ui/problem-text.ts'
import { type NewContact, newContactFields } from './new-contact.ts'
import { useCreateContact } from './use-create-contact.ts'
import { useProposal } from './use-proposal.ts'

const wide: readonly (keyof NewContact)[] = ['email', 'company', 'jobTitle']

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
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(120px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
  },
  // Inputs are as wide as twenty letters by themselves, which two columns of a narrow pane have no room for.
  field: { minWidth: 0 },
  wide: { gridColumn: '1 / -1' },
  input: { minWidth: 0, width: '100%' },
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
  const proposal = useProposal(person, isWriter)
  const [typed, setTyped] = useState<Partial<NewContact>>({})
  const create = useCreateContact(person.address, onOpen)
  const values = { ...proposal.values, ...typed }
  const errors = fieldErrors(create.error)
  const save = () => create.mutate({ values, guard })
  return (
    <form
      className={styles.form}
      aria-label={t('add.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
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
      <div className={styles.fields}>
        {newContactFields.map((name) => (
          <Field
            key={name}
            className={mergeClasses(styles.field, wide.includes(name) && styles.wide)}
            size="small"
            label={t(`add.${name}`)}
            hint={
              values[name] && typed[name] === undefined
                ? (proposal.origin(name) && t(`add.${proposal.origin(name) ?? 'fromDomain'}`)) || null
                : null
            }
            validationMessage={errors[name] ?? null}
          >
            <Input
              className={styles.input}
              size="small"
              type={name === 'email' ? 'email' : name === 'phone' || name === 'mobile' ? 'tel' : 'text'}
              autoComplete="off"
              value={values[name]}
              onChange={(_, { value }) => setTyped({ ...typed, [name]: value })}
            />
          </Field>
        ))}
      </div>
      {create.error && <Refusal error={create.error} onOpen={onOpen} />}
      <Button type="submit" appearance="primary" disabledFocusable={create.isPending}>
        {create.isPending ? t('common.saving') : t('add.save')}
      </Button>
    </form>
  )
}

function Refusal({ error, onOpen }: { error: Error; onOpen: (contactId: string) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const holder = error instanceof ApiProblem && error.type === 'address-taken' ? error.body.contactId : undefined
  const open = (id: string) => {
    void queries.invalidateQueries({ queryKey: ['people'] })
    onOpen(id)
  }
  return (
    <MessageBar intent={holder ? 'info' : 'error'} layout="multiline">
      <MessageBarBody>
        {error instanceof MessageChanged ? t('add.changed') : holder ? t('add.exists') : describeError(error)}{' '}
        {typeof holder === 'string' && (
          <Link as="button" type="button" inline onClick={() => open(holder)}>
            {t('add.open')}
          </Link>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

import {
  Button,
  Field,
  Input,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Select,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { meQuery } from '../../api/session.ts'
import { MessageChanged } from '../../outlook/selected-item.ts'
import { describeError, fieldErrors } from '../../ui/problem-text.ts'
import { Conflict } from './Conflict.tsx'
import { type EditField, type Form, formOf, type TextField, textFields } from './edits.ts'
import { EditClash, useEditContact } from './use-edit-contact.ts'

type Role = NonNullable<Contact['role']>
const roles = Object.keys({
  decision_maker: 1,
  influencer: 1,
  champion: 1,
  blocker: 1,
  end_user: 1,
  other: 1,
} satisfies Record<Role, 1>) as Role[]

const inputTypes: Partial<Record<TextField, 'email' | 'tel' | 'url'>> = {
  email: 'email',
  phone: 'tel',
  mobile: 'tel',
  linkedin: 'url',
  twitter: 'url',
}
const hints: Partial<Record<TextField, 'edit.aliasesHint' | 'edit.tagsHint' | 'edit.countryHint'>> = {
  aliases: 'edit.aliasesHint',
  tags: 'edit.tagsHint',
  country: 'edit.countryHint',
}

const wide: readonly TextField[] = ['company', 'email', 'aliases', 'tags', 'linkedin', 'twitter']

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
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
  guard: () => void
  onDone: () => void
  onOpen: (contactId: string) => void
}

/** The contact as a form, in the place of its card. */
export default function EditContact({ contact, guard, onDone, onOpen }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  // The record the form was opened on: a refresh behind the form must not change what "before" means.
  const [before, setBefore] = useState(contact)
  const [form, setForm] = useState<Form>(() => formOf(contact))
  const edit = useEditContact(onDone)
  const errors = fieldErrors(edit.error)
  const set = (field: EditField, value: string) => setForm({ ...form, [field]: value })
  const submit = (next: Form, base: Contact) => {
    setForm(next)
    setBefore(base)
    edit.mutate({ before: base, form: next, guard })
  }
  if (edit.error instanceof EditClash) {
    const { current, clashes } = edit.error
    return (
      <Conflict
        clashes={clashes}
        onCancel={onDone}
        onApply={(kept) => submit(onTop(before, current, { ...form, ...kept }), current)}
      />
    )
  }
  return (
    <form
      className={styles.form}
      aria-label={t('edit.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit(form, before)
      }}
    >
      <h2 className={styles.title}>{t('edit.title')}</h2>
      <div className={styles.fields}>
        {textFields.map((field) => {
          const hint = hints[field]
          return (
            <Field
              key={field}
              className={mergeClasses(styles.field, wide.includes(field) && styles.wide)}
              size="small"
              label={t(`edit.${field}`)}
              hint={hint ? t(hint) : null}
              validationMessage={errors[field] ?? null}
            >
              <Input
                className={styles.input}
                size="small"
                type={inputTypes[field] ?? 'text'}
                autoComplete="off"
                value={form[field]}
                onChange={(_, { value }) => set(field, value)}
              />
            </Field>
          )
        })}
        <Choices form={form} set={set} />
      </div>
      <Owner contact={before} form={form} set={set} />
      {edit.error && <Refusal error={edit.error} onOpen={onOpen} />}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={edit.isPending}>
          {edit.isPending ? t('common.saving') : t('common.save')}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  )
}

/** My form carried over to their record: the fields I did not touch take their values. */
function onTop(before: Contact, current: Contact, mine: Form): Form {
  const [old, theirs] = [formOf(before), formOf(current)]
  const fields = Object.keys(mine) as EditField[]
  return Object.fromEntries(
    fields.map((field) => [field, mine[field] === old[field] ? theirs[field] : mine[field]]),
  ) as Form
}

interface FormProps {
  form: Form
  set: (field: EditField, value: string) => void
}

function Choices({ form, set }: FormProps) {
  const { t } = useTranslation()
  const fixed = form.status === 'unsubscribed' || form.status === 'bounced'
  return (
    <>
      <Field size="small" label={t('edit.role')}>
        <Select size="small" value={form.role} onChange={(_, { value }) => set('role', value)}>
          <option value="">{t('common.none')}</option>
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`role.${role}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field size="small" label={t('edit.status')} hint={fixed ? t('edit.statusFixed') : null}>
        <Select size="small" value={form.status} disabled={fixed} onChange={(_, { value }) => set('status', value)}>
          {fixed && <option value={form.status}>{t(`status.${form.status as 'bounced'}`)}</option>}
          <option value="active">{t('status.active')}</option>
          <option value="inactive">{t('status.inactive')}</option>
        </Select>
      </Field>
    </>
  )
}

function Owner({ contact, form, set }: FormProps & { contact: Contact }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  if (!me) return null
  const mine = form.ownerId === me.id
  const name = mine && contact.ownerId !== me.id ? t('edit.you') : (contact.owner?.name ?? t('contact.noOwner'))
  return (
    <div>
      {t('contact.owner')}: {name}{' '}
      {!mine && (
        <Button size="small" appearance="transparent" onClick={() => set('ownerId', me.id)}>
          {t('edit.takeOver')}
        </Button>
      )}
    </div>
  )
}

function Refusal({ error, onOpen }: { error: Error; onOpen: (contactId: string) => void }) {
  const { t } = useTranslation()
  const holder = error instanceof ApiProblem && error.type === 'address-taken' ? error.body.contactId : undefined
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {error instanceof MessageChanged ? t('add.changed') : holder ? t('edit.takenBy') : describeError(error)}{' '}
        {typeof holder === 'string' && (
          <Link as="button" type="button" inline onClick={() => onOpen(holder)}>
            {t('edit.openOther')}
          </Link>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

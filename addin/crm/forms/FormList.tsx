import { Badge, Button, Field, Input, makeStyles, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { type FormLanguage, type FormSummary, formLanguages } from '../../../server/forms/schema.ts'
import { relativeTime } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { formsQuery, useCreateForm } from './forms-query.ts'
import { useFormRights } from './rights.ts'
import { useFormStyles } from './styles.ts'

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: 'anywhere' },
})

/** Every form with its state and what came of it. */
export function FormList() {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const { data, error, refetch } = useQuery(formsQuery)
  const { writes } = useFormRights()
  const [adding, setAdding] = useState(false)
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={`${styles.title} ${styles.grow}`}>{t('title')}</h1>
        {writes && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>
            {t('new')}
          </Button>
        )}
      </div>
      <p className={styles.text}>{t('intro')}</p>
      {error && !data && <Failed error={error} retry={refetch} />}
      {!data && !error && <LoadingRows />}
      {data?.length === 0 && <Message title={t('empty')} text={writes ? t('emptyText') : undefined} />}
      {data && data.length > 0 && (
        <ul className={own.list}>
          {data.map((form) => (
            <Row key={form.id} form={form} />
          ))}
        </ul>
      )}
      {adding && <NewForm onClose={() => setAdding(false)} />}
    </div>
  )
}

export function StateBadge({ state }: { state: FormSummary['state'] }) {
  const { t } = useTranslation('marketingForms')
  return (
    <Badge appearance="tint" color={state === 'open' ? 'success' : state === 'draft' ? 'informative' : 'subtle'}>
      {t(`state.${state}`)}
    </Badge>
  )
}

function Row({ form }: { form: FormSummary }) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const { accepted, pending, spam } = form.submissions
  const facts = [
    t('came', { count: accepted }),
    pending > 0 && t('pending', { count: pending }),
    spam > 0 && t('spam', { count: spam }),
    form.lastSubmissionAt && t('lastCame', { when: relativeTime(form.lastSubmissionAt) }),
  ].filter(Boolean)
  return (
    <li className={own.item}>
      <div className={styles.grow}>
        <p className={own.name}>
          <Link className={styles.link} to={`/forms/${form.id}`}>
            {form.name}
          </Link>
        </p>
        <p className={styles.quiet}>{facts.join(' · ')}</p>
      </div>
      {form.changed && form.state === 'open' && <Badge appearance="outline">{t('changed')}</Badge>}
      <StateBadge state={form.state} />
    </li>
  )
}

function NewForm({ onClose }: { onClose: () => void }) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [language, setLanguage] = useState<FormLanguage>('en')
  const create = useCreateForm()
  const run = () => create.mutate({ name, language }, { onSuccess: ({ id }) => navigate(`/forms/${id}`) })
  return (
    <Confirm
      title={t('new')}
      confirm={t('create')}
      busy={create.isPending}
      error={create.error}
      notYet={!name.trim()}
      onConfirm={run}
      onClose={onClose}
    >
      <Field label={t('newName')}>
        <Input
          className={styles.input}
          maxLength={200}
          autoComplete="off"
          value={name}
          onChange={(_, { value }) => setName(value)}
        />
      </Field>
      <Field label={t('newLanguage')}>
        <Select value={language} onChange={(_, { value }) => setLanguage(value as FormLanguage)}>
          {formLanguages.map((one) => (
            <option key={one} value={one}>
              {t(`languages.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
    </Confirm>
  )
}

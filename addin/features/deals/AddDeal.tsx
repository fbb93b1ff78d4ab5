import './texts.ts'
import '../editing/texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CreateDealInput, Deal, DealRole } from '../../../server/deals/schema.ts'
import { api, meQuery } from '../../api/session.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import type { Draft } from '../editing/draft.ts'
import { draftErrors } from '../editing/field-errors.ts'
import { DealFields } from './DealFields.tsx'
import { createInput, newDeal } from './deal-draft.ts'
import { showDeal, stagesQuery, usualCurrencyQuery } from './deals-query.ts'
import { RoleOptions } from './RoleOptions.tsx'

const useStyles = makeStyles({
  surface: { maxWidth: 'min(560px, calc(100vw - 16px))' },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  actions: { flexWrap: 'wrap' },
})

/** Where a deal is begun at: it takes part, or it is the company. */
export interface DealStart {
  contact?: { id: string; displayName: string } | undefined
  company?: { id: string; name: string } | null | undefined
  /** The column of the board it was begun in. */
  stageId?: string | undefined
}

interface Props {
  start?: DealStart
  onClose: () => void
  onAdded: (deal: Deal) => void
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
}

/** A new deal. */
export default function AddDeal(props: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['deals', 'translation'])
  useReturnFocus()
  const stages = useQuery(stagesQuery)
  const currency = useQuery(usualCurrencyQuery)
  const me = useQuery(meQuery)
  const { start, onClose } = props
  const stage = stages.data?.items.find(({ id }) => id === start?.stageId) ?? stages.data?.items[0]
  const ready = stages.data && me.data && !currency.isPending
  // A dialog takes the focus when it opens: there must be something in it by then.
  if (!ready && !stages.error) return null
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        {ready ? (
          <Form
            {...props}
            first={newDeal(
              currency.data ?? 'EUR',
              stage,
              { id: me.data.id, name: me.data.name },
              start?.company ?? null,
            )}
          />
        ) : (
          <DialogBody>
            <DialogTitle>{t('add')}</DialogTitle>
            <DialogContent>{stages.error && <Refusal error={stages.error} />}</DialogContent>
            <DialogActions fluid>
              <Button onClick={onClose}>{t('translation:common.close')}</Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}

function Form({ start, onClose, onAdded, guard, first }: Props & { first: Draft }) {
  const styles = useStyles()
  const { t } = useTranslation(['deals', 'translation'])
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(first)
  const [role, setRole] = useState<DealRole | null>(null)
  const sent = useRef({ body: '', key: '' })
  const create = useMutation({
    mutationFn: async (body: CreateDealInput) => {
      guard?.()
      const text = JSON.stringify(body)
      if (sent.current.body !== text) sent.current = { body: text, key: crypto.randomUUID() }
      return api.post<Deal>('/deals', { body, idempotencyKey: sent.current.key })
    },
    onSuccess: (deal) => {
      showDeal(queries, deal)
      onAdded(deal)
    },
  })
  const contact = start?.contact
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!create.isPending) create.mutate(createInput(draft, contact ? [{ contactId: contact.id, role }] : []))
      }}
    >
      <DialogBody>
        <DialogTitle>{t('add')}</DialogTitle>
        <DialogContent className={styles.content}>
          <DealFields
            draft={draft}
            errors={draftErrors(create.error)}
            set={(field, value) => setDraft((old) => ({ ...old, [field]: value }))}
          />
          {contact && (
            <Field size="small" label={t('roleOf', { name: contact.displayName })}>
              <Select
                size="small"
                value={role ?? ''}
                onChange={(_, { value }) => setRole((value || null) as DealRole | null)}
              >
                <RoleOptions />
              </Select>
            </Field>
          )}
          {create.error && <Refusal error={create.error} />}
        </DialogContent>
        <DialogActions className={styles.actions} fluid>
          <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
          <Button type="submit" appearance="primary" disabledFocusable={create.isPending}>
            {create.isPending ? t('translation:common.saving') : t('add')}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  )
}

function Refusal({ error }: { error: Error }) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{describeError(error)}</MessageBarBody>
    </MessageBar>
  )
}

import '../editing/texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Company } from '../../../server/companies/schema.ts'
import { api } from '../../api/session.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { type Draft, differing } from '../editing/draft.ts'
import { draftErrors } from '../editing/field-errors.ts'
import { CompanyFields } from './CompanyFields.tsx'
import { CompanyRefusal } from './CompanyRefusal.tsx'
import { companyInput, emptyCompany } from './company-draft.ts'
import { showCompany } from './company-query.ts'

const useStyles = makeStyles({
  surface: { maxWidth: 'min(560px, calc(100vw - 16px))' },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  actions: { flexWrap: 'wrap' },
})

/** A new company. */
export default function AddCompany({ onClose, onAdded }: { onClose: () => void; onAdded: (company: Company) => void }) {
  useReturnFocus()
  const styles = useStyles()
  const { t } = useTranslation(['forms', 'translation'])
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(emptyCompany)
  const sent = useRef({ body: '', key: '' })
  const create = useMutation({
    mutationFn: (body: unknown) => {
      const text = JSON.stringify(body)
      if (sent.current.body !== text) sent.current = { body: text, key: crypto.randomUUID() }
      return api.post<Company>('/companies', { body, idempotencyKey: sent.current.key })
    },
    onSuccess: (company) => {
      showCompany(queries, company)
      onAdded(company)
    },
  })
  const save = () => create.mutate({ name: '', ...companyInput(draft, differing(emptyCompany, draft)) })
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <DialogBody>
            <DialogTitle>{t('addCompany')}</DialogTitle>
            <DialogContent className={styles.content}>
              <CompanyFields
                draft={draft}
                errors={draftErrors(create.error)}
                set={(field, value) => setDraft((old) => ({ ...old, [field]: value }))}
              />
              {create.error && <CompanyRefusal error={create.error} />}
            </DialogContent>
            <DialogActions className={styles.actions} fluid>
              <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={create.isPending}>
                {create.isPending ? t('translation:common.saving') : t('addCompany')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}

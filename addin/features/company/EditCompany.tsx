import '../editing/texts.ts'
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Company } from '../../../server/companies/schema.ts'
import { useFirstField } from '../../ui/parts/focus.ts'
import Conflict from '../editing/Conflict.tsx'
import { draftErrors } from '../editing/field-errors.ts'
import { useEditing } from '../editing/use-editing.ts'
import { CompanyFields } from './CompanyFields.tsx'
import { CompanyRefusal } from './CompanyRefusal.tsx'
import { companyEditing } from './company-draft.ts'
import { companyKey, showCompany } from './company-query.ts'
import { useCompanyWords } from './use-company-words.ts'

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  company: Company
  /** Only these fields; all when absent. */
  only?: readonly string[]
  onDone: () => void
}

/** The company as a form, in the place of its record or of one line of it. */
export function EditCompany({ company, only, onDone }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const queries = useQueryClient()
  const words = useCompanyWords()
  const edit = useEditing(companyEditing, company, {
    onNewer: (newer) => queries.setQueryData(companyKey(newer.id), newer),
    onSaved: (saved) => {
      showCompany(queries, saved)
      onDone()
    },
  })
  const form = useFirstField()
  const errors = draftErrors(edit.error)
  const title = only?.length === 1 ? words.label(only[0] ?? '') : company.name
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
        <CompanyFields draft={edit.draft} errors={errors} set={edit.set} only={only} />
        {edit.error && <CompanyRefusal error={edit.error} />}
        <div className={styles.actions}>
          <Button type="submit" appearance="primary" disabledFocusable={edit.pending}>
            {edit.pending ? t('common.saving') : t('common.save')}
          </Button>
          <Button onClick={onDone}>{t('common.cancel')}</Button>
        </div>
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

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Confirm } from '../parts/Confirm.tsx'
import { Preview } from './Preview.tsx'
import { previewQuery, type RuleChange, useSaveChange } from './scoring-query.ts'

interface Props {
  title: string
  confirm: string
  change: RuleChange
  version: number | undefined
  onSaved: () => void
  onClose: () => void
}

/** Shows what a change of the rules would do, and saves it when that is wanted (LS-06). */
export function ConfirmChange({ title, confirm, change, version, onSaved, onClose }: Props) {
  const { t } = useTranslation('settings')
  const save = useSaveChange()
  const preview = useQuery(previewQuery(change))
  return (
    <Confirm
      title={title}
      confirm={confirm || t('scoring.saveAll')}
      busy={save.isPending}
      notYet={preview.isPending}
      error={save.error}
      onClose={onClose}
      onConfirm={() => save.mutate({ ...change, version }, { onSuccess: onSaved })}
    >
      <Preview change={change} />
    </Confirm>
  )
}

import { useTranslation } from 'react-i18next'
import type { ImportSummary } from '../../../server/import/schema.ts'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { useAct } from './imports-query.ts'
import { useImportStyles } from './styles.ts'

/** Says what an undo does, before it is done (IM-16). */
export function UndoDialog({
  one,
  onClose,
}: {
  one: Pick<ImportSummary, 'id' | 'name' | 'counts'>
  onClose: () => void
}) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const act = useAct(one.id)
  const { created, updated } = one.counts
  return (
    <Confirm
      title={t('run.undoTitle', { name: one.name })}
      confirm={t('run.undo')}
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate('undo', { onSuccess: onClose })}
      onClose={onClose}
    >
      {created > 0 && <p className={shared.text}>{t('run.undoCreated', { count: created })}</p>}
      {updated > 0 && <p className={shared.text}>{t('run.undoUpdated', { count: updated })}</p>}
      <p className={shared.text}>{t('run.undoLeft')}</p>
    </Confirm>
  )
}

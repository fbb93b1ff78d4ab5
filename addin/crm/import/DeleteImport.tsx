import { Button } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Import } from '../../../server/import/schema.ts'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { useDeleteImport } from './imports-query.ts'
import { hasStarted, isMoving } from './progress.ts'
import { useImportRights } from './rights.ts'
import { useImportStyles } from './styles.ts'

/** Deletes an import that never ran; of one that did, the file that is kept. */
export function DeleteImport({ one }: { one: Import }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const { mayChange } = useImportRights()
  const remove = useDeleteImport()
  const never = !hasStarted(one)
  if (!mayChange(one) || isMoving(one) || one.state === 'paused' || (!never && one.fileKeptUntil === null)) return null
  const close = () => setAsking(false)
  return (
    <>
      <Button size="small" appearance="subtle" icon={<DeleteRegular />} onClick={() => setAsking(true)}>
        {t(never ? 'remove.never' : 'remove.file')}
      </Button>
      {asking && (
        <Confirm
          title={t(never ? 'remove.neverTitle' : 'remove.fileTitle', { name: one.name })}
          confirm={t('remove.do')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(one.id, { onSuccess: () => (never ? void navigate('/import', { replace: true }) : close()) })
          }
          onClose={close}
        >
          <p className={shared.text}>{t(never ? 'remove.neverText' : 'remove.fileText')}</p>
        </Confirm>
      )}
    </>
  )
}

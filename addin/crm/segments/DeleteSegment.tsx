import { Checkbox } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Segment } from '../../../server/segments/schema.ts'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { useDeleteSegment } from './segments-query.ts'

/** Says who uses it and that contacts stay, before it goes (SG-06). */
export function DeleteSegment({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const [anyway, setAnyway] = useState(false)
  const remove = useDeleteSegment()
  const used = segment.usedBy.length > 0
  const run = () =>
    remove.mutate(
      { id: segment.id, force: anyway },
      {
        onSuccess: () => {
          onClose()
          navigate('/segments')
        },
      },
    )
  return (
    <Confirm
      title={t('deleteTitle', { name: segment.name })}
      confirm={t('delete')}
      busy={remove.isPending}
      error={remove.error}
      notYet={used && !anyway}
      onConfirm={run}
      onClose={onClose}
    >
      <span>{t('deleteText')}</span>
      {used && (
        <div>
          {t('deleteUses')}
          <ul>
            {segment.usedBy.map(({ kind, id, name }) => (
              <li key={id}>{t(`uses.${kind}`, { name })}</li>
            ))}
          </ul>
          <Checkbox
            label={t('deleteAnyway')}
            checked={anyway}
            onChange={(_, { checked }) => setAnyway(checked === true)}
          />
        </div>
      )}
    </Confirm>
  )
}

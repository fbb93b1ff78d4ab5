import '../../texts/deals.ts'
import { Field, Select } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealStage } from '../../../../server/deals/schema.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { useDeleteStage } from './stages-query.ts'

interface Props {
  stage: DealStage
  stages: readonly DealStage[]
  onClose: (said?: string) => void
}

/** Deletes a stage, after asking which one takes its deals over. */
export function DeleteStage({ stage, stages, onClose }: Props) {
  const { t } = useTranslation('dealPages')
  const others = stages.filter(({ id, outcome }) => id !== stage.id && outcome === 'open')
  const [moveTo, setMoveTo] = useState(others[0]?.id)
  const remove = useDeleteStage()
  return (
    <Confirm
      title={t('stages.deleteTitle', { name: stage.name })}
      confirm={t('stages.delete')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(
          { id: stage.id, moveTo },
          { onSuccess: () => onClose(t('stages.saidDeleted', { name: stage.name })) },
        )
      }
      onClose={() => onClose()}
    >
      <span>{stage.deals > 0 ? t('stages.deleteSome', { count: stage.deals }) : t('stages.deleteNone')}</span>
      <Field label={t('stages.moveTo')} hint={t('stages.moveHint')}>
        <Select value={moveTo ?? ''} onChange={(_, { value }) => setMoveTo(value)}>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </Confirm>
  )
}

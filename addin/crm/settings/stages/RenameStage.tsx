import '../../texts/deals.ts'
import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealStage } from '../../../../server/deals/schema.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { useEditStage } from './stages-query.ts'

interface Props {
  stage: DealStage
  /** Gets what was done, if anything was. */
  onClose: (said?: string) => void
}

export function RenameStage({ stage, onClose }: Props) {
  const { t } = useTranslation('dealPages')
  const [name, setName] = useState(stage.name)
  const edit = useEditStage()
  const run = () =>
    edit.mutate(
      { id: stage.id, name: name.trim() },
      { onSuccess: (saved) => onClose(t('stages.saidRenamed', { name: saved.name })) },
    )
  const unchanged = !name.trim() || name.trim() === stage.name
  return (
    <Confirm
      title={t('stages.renameTitle', { name: stage.name })}
      confirm={t('stages.rename')}
      busy={edit.isPending}
      error={edit.error}
      notYet={unchanged}
      onConfirm={run}
      onClose={() => onClose()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!unchanged) run()
        }}
      >
        <Field label={t('stages.newName')}>
          <Input maxLength={60} autoComplete="off" value={name} onChange={(_, { value }) => setName(value)} />
        </Field>
      </form>
    </Confirm>
  )
}

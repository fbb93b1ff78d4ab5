import '../../texts/deals.ts'
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealStage } from '../../../../server/deals/schema.ts'
import { stagesQuery } from '../../../features/deals/deals-query.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { describeError } from '../../../ui/problem-text.ts'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Refused } from '../parts/Refused.tsx'
import { Said } from '../parts/Said.tsx'
import { DeleteStage } from './DeleteStage.tsx'
import { RenameStage } from './RenameStage.tsx'
import { StageTable } from './StageTable.tsx'
import { useAddStage, useEditStage } from './stages-query.ts'

const useStyles = makeStyles({
  add: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'end' },
})

/** What is open over the list: one stage and what is being done to it. */
export interface StageTask {
  kind: 'rename' | 'delete'
  stage: DealStage
}

/** Settings, Stages: the columns of the board, in their order. */
export default function StagesPage() {
  const { t } = useTranslation('dealPages')
  const { data, error, refetch } = useQuery(stagesQuery)
  const { may, who } = useMay('stages')
  const [task, setTask] = useState<StageTask>()
  const [said, setSaid] = useState<string | null>(null)
  const edit = useEditStage()
  const close = (text?: string) => {
    setTask(undefined)
    if (text) setSaid(text)
  }
  const move = ({ id }: DealStage, position: number) =>
    edit.mutate(
      { id, position },
      { onSuccess: (moved) => setSaid(t('stages.saidMoved', { name: moved.name, position: moved.position })) },
    )
  const stages = data?.items
  return (
    <Page title={t('stages.title')} intro={t('stages.intro')}>
      {!may && <ReadOnly who={who} />}
      <Said text={said} onDismiss={() => setSaid(null)} />
      {edit.error && <Refused error={edit.error} />}
      {error && !data && <Failed error={error} retry={refetch} />}
      {!data && !error && <LoadingRows />}
      {stages && <StageTable stages={stages} may={may} busy={edit.isPending} onMove={move} onTask={setTask} />}
      {may && <NewStage onSaid={setSaid} />}
      {task?.kind === 'rename' && <RenameStage stage={task.stage} onClose={close} />}
      {task?.kind === 'delete' && <DeleteStage stage={task.stage} stages={stages ?? []} onClose={close} />}
    </Page>
  )
}

function NewStage({ onSaid }: { onSaid: (text: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const [name, setName] = useState('')
  const add = useAddStage()
  return (
    <form
      className={styles.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!name.trim() || add.isPending) return
        add.mutate(name.trim(), {
          onSuccess: (stage) => {
            setName('')
            onSaid(t('stages.saidAdded', { name: stage.name }))
          },
        })
      }}
    >
      <Field label={t('stages.new')} validationMessage={add.error ? describeError(add.error) : null}>
        <Input
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={(_, { value }) => {
            add.reset()
            setName(value)
          }}
        />
      </Field>
      <Button type="submit" icon={<AddRegular />} disabledFocusable={!name.trim() || add.isPending}>
        {t('stages.add')}
      </Button>
    </form>
  )
}

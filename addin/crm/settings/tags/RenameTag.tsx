import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tag } from '../../../../server/tags/schema.ts'
import { useRenameTag } from '../../../features/tags/use-tags.ts'
import { Confirm } from '../parts/Confirm.tsx'

interface Props {
  tag: Tag
  /** Gets what was done, if anything was. */
  onClose: (said?: string) => void
}

export function RenameTag({ tag, onClose }: Props) {
  const { t } = useTranslation('tags')
  const [name, setName] = useState(tag.name)
  const rename = useRenameTag()
  const run = () =>
    rename.mutate({ id: tag.id, name }, { onSuccess: (saved) => onClose(t('saidRenamed', { name: saved.name })) })
  return (
    <Confirm
      title={t('renameTitle', { name: tag.name })}
      confirm={t('rename')}
      busy={rename.isPending}
      error={rename.error}
      notYet={!name.trim() || name === tag.name}
      onConfirm={run}
      onClose={() => onClose()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() && name !== tag.name) run()
        }}
      >
        <Field label={t('newName')}>
          <Input maxLength={50} autoComplete="off" value={name} onChange={(_, { value }) => setName(value)} />
        </Field>
      </form>
    </Confirm>
  )
}

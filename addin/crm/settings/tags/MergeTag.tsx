import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tag } from '../../../../server/tags/schema.ts'
import { OptionList } from '../../../features/filter/OptionList.tsx'
import { useMergeTag } from '../../../features/tags/use-tags.ts'
import { Confirm } from '../parts/Confirm.tsx'

interface Props {
  tag: Tag
  tags: Tag[]
  onClose: (said?: string) => void
}

/** Folds one tag into another that is chosen here. */
export function MergeTag({ tag, tags, onClose }: Props) {
  const { t } = useTranslation('tags')
  const [into, setInto] = useState<Tag>()
  const merge = useMergeTag()
  const others = tags.filter(({ id }) => id !== tag.id)
  return (
    <Confirm
      title={t('mergeTitle', { name: tag.name })}
      confirm={into ? t('mergeInto', { name: into.name }) : t('mergeRun')}
      busy={merge.isPending}
      error={merge.error}
      notYet={!into}
      onConfirm={() =>
        into &&
        merge.mutate(
          { id: tag.id, into: into.id },
          { onSuccess: () => onClose(t('saidMerged', { name: tag.name, into: into.name })) },
        )
      }
      onClose={() => onClose()}
    >
      <span>{t('mergeText', { count: tag.contacts, name: tag.name })}</span>
      <OptionList
        label={t('into')}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
        selected={into ? [into.id] : []}
        single
        onPick={(id) => setInto(others.find((other) => other.id === id))}
      />
    </Confirm>
  )
}

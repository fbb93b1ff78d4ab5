import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Tag, TagUses } from '../../../../server/tags/schema.ts'
import { tagUsesQuery, useDeleteTag } from '../../../features/tags/use-tags.ts'
import { Confirm } from '../parts/Confirm.tsx'

interface Props {
  tag: Tag
  onClose: (said?: string) => void
}

/** Deletes a tag, after saying where it is used (TG-01). */
export function DeleteTag({ tag, onClose }: Props) {
  const { t } = useTranslation('tags')
  const uses = useQuery(tagUsesQuery(tag.id))
  const remove = useDeleteTag()
  return (
    <Confirm
      title={t('deleteTitle', { name: tag.name })}
      confirm={t('delete')}
      busy={remove.isPending}
      error={remove.error ?? uses.error}
      notYet={!uses.data}
      onConfirm={() => remove.mutate(tag.id, { onSuccess: () => onClose(t('saidDeleted', { name: tag.name })) })}
      onClose={() => onClose()}
    >
      {uses.data ? <Uses uses={uses.data} /> : <span>{t('counting')}</span>}
    </Confirm>
  )
}

function Uses({ uses: { contacts, segments, scoringRules } }: { uses: TagUses }) {
  const { t } = useTranslation('tags')
  return (
    <>
      <span>{contacts > 0 ? t('usesContacts', { count: contacts }) : t('usesNobody')}</span>
      {segments.length > 0 && <Named title={t('usesSegments')} items={segments} />}
      {scoringRules.length > 0 && <Named title={t('usesRules')} items={scoringRules} />}
    </>
  )
}

function Named({ title, items }: { title: string; items: { id: string; name: string }[] }) {
  return (
    <div>
      {title}
      <ul>
        {items.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </div>
  )
}

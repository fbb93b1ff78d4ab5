import '../../../features/tags/texts.ts'
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular, SearchRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tag } from '../../../../server/tags/schema.ts'
import { meQuery } from '../../../api/session.ts'
import { tagsQuery } from '../../../features/contact/tags-query.ts'
import { useCreateTag } from '../../../features/tags/use-tags.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { describeError } from '../../../ui/problem-text.ts'
import { Page } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { DeleteTag } from './DeleteTag.tsx'
import { MergeTag } from './MergeTag.tsx'
import { RenameTag } from './RenameTag.tsx'
import { TagTable } from './TagTable.tsx'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  add: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'end' },
  search: { flex: '1 1 200px', maxWidth: '320px', minWidth: 0 },
})

/** What is open over the list: one tag and what is being done to it. */
export interface TagTask {
  kind: 'rename' | 'merge' | 'delete'
  tag: Tag
}

/** Settings, Tags: every tag with its use; rename, merge and delete for those who may. */
export default function TagsPage() {
  const styles = useStyles()
  const { t } = useTranslation('tags')
  const { data, error, refetch } = useQuery(tagsQuery)
  const roles = useQuery(meQuery).data?.roles ?? []
  const [text, setText] = useState('')
  const [task, setTask] = useState<TagTask>()
  const [said, setSaid] = useState<string | null>(null)
  const close = (text?: string) => {
    setTask(undefined)
    if (text) setSaid(text)
  }
  const manages = roles.some((role) => role === 'Manager' || role === 'Admin')
  const writes = manages || roles.includes('Rep')
  const shown = data?.filter(({ name }) => fold(name).includes(fold(text)))
  return (
    <Page title={t('title')} intro={manages ? t('intro') : `${t('intro')} ${t('who')}`}>
      <Said text={said} onDismiss={() => setSaid(null)} />
      <div className={styles.row}>
        <Field label={t('search')} className={styles.search}>
          <Input
            contentBefore={<SearchRegular aria-hidden />}
            type="search"
            value={text}
            onChange={(_, { value }) => setText(value)}
          />
        </Field>
        {writes && <NewTag onSaid={setSaid} />}
      </div>
      {error && !data && <Failed error={error} retry={refetch} />}
      {!data && !error && <LoadingRows />}
      {data?.length === 0 && <Message title={t('empty')} text={t('emptyText')} />}
      {data && data.length > 0 && shown?.length === 0 && <Message compact title={t('nothing')} />}
      {shown && shown.length > 0 && <TagTable tags={shown} manages={manages} onTask={setTask} />}
      {task?.kind === 'rename' && <RenameTag tag={task.tag} onClose={close} />}
      {task?.kind === 'merge' && <MergeTag tag={task.tag} tags={data ?? []} onClose={close} />}
      {task?.kind === 'delete' && <DeleteTag tag={task.tag} onClose={close} />}
    </Page>
  )
}

function NewTag({ onSaid }: { onSaid: (text: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('tags')
  const [name, setName] = useState('')
  const create = useCreateTag()
  return (
    <form
      className={styles.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!name.trim() || create.isPending) return
        create.mutate(name, {
          onSuccess: (tag) => {
            setName('')
            onSaid(t('saidCreated', { name: tag.name }))
          },
        })
      }}
    >
      <Field label={t('new')} validationMessage={create.error ? describeError(create.error) : null}>
        <Input
          maxLength={50}
          autoComplete="off"
          value={name}
          onChange={(_, { value }) => {
            create.reset()
            setName(value)
          }}
        />
      </Field>
      <Button type="submit" icon={<AddRegular />} disabledFocusable={!name.trim() || create.isPending}>
        {t('add')}
      </Button>
    </form>
  )
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

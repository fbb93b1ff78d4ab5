import '../../../features/templates/texts.ts'
import { Badge, Button, Checkbox, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../../../server/templates/schema.ts'
import type { Me } from '../../../../server/users/schema.ts'
import { meQuery } from '../../../api/session.ts'
import { templatesQuery, useDeleteTemplate } from '../../../features/templates/templates-query.ts'
import { Instant } from '../../../ui/Instant.tsx'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { Confirm } from '../parts/Confirm.tsx'
import { Page } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { TemplateEditor } from './TemplateEditor.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  text: { flex: '1 1 240px', minWidth: 0 },
  name: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: 'anywhere' },
  subject: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
})

type Task = { kind: 'edit'; template: Template | null } | { kind: 'delete'; template: Template }

/** Settings, Templates: those of one's own and those that colleagues share. */
export default function TemplatesPage() {
  const { t } = useTranslation('templates')
  const me = useQuery(meQuery).data
  const [archived, setArchived] = useState(false)
  const { data, error, refetch } = useQuery(templatesQuery(archived))
  const [task, setTask] = useState<Task>()
  const [said, setSaid] = useState<string | null>(null)
  const close = (text?: string) => {
    setTask(undefined)
    if (text) setSaid(text)
  }
  const writes = me?.roles.some((role) => role !== 'DataProtection') ?? false
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        writes && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => setTask({ kind: 'edit', template: null })}>
            {t('new')}
          </Button>
        )
      }
    >
      <Said text={said} onDismiss={() => setSaid(null)} />
      <Checkbox label={t('showArchived')} checked={archived} onChange={(_, { checked }) => setArchived(!!checked)} />
      {error && !data && <Failed error={error} retry={refetch} />}
      {!data && !error && <LoadingRows />}
      {data?.length === 0 && <Message title={t('none')} text={t('noneText')} />}
      {data && data.length > 0 && <Rows templates={data} me={me} onTask={setTask} />}
      {task?.kind === 'edit' && <TemplateEditor template={task.template} onClose={close} />}
      {task?.kind === 'delete' && <DeleteTemplate template={task.template} onClose={close} />}
    </Page>
  )
}

function Rows({ templates, me, onTask }: { templates: Template[]; me: Me | undefined; onTask: (task: Task) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  return (
    <ul className={styles.list}>
      {templates.map((template) => (
        <li key={template.id} className={styles.row}>
          <div className={styles.text}>
            <p className={styles.name}>{template.name}</p>
            <p className={styles.subject}>{template.subject}</p>
            <p className={styles.subject}>
              {template.owner.name}, <Instant at={template.updatedAt} />
            </p>
          </div>
          {template.archivedAt && <Badge appearance="outline">{t('archived')}</Badge>}
          {!template.shared && <Badge appearance="outline">{t('notShared')}</Badge>}
          {template.purpose === 'marketing' && (
            <Badge appearance="tint" color="important">
              {t('purpose.marketing')}
            </Badge>
          )}
          {mayEdit(template, me) && (
            <>
              <Button
                aria-label={t('edit', { name: template.name })}
                onClick={() => onTask({ kind: 'edit', template })}
              >
                {t('edit', { name: '' }).trim()}
              </Button>
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`${t('remove')} ${template.name}`}
                onClick={() => onTask({ kind: 'delete', template })}
              />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** As the routes of the server say it. */
const mayEdit = ({ owner }: Template, me: Me | undefined): boolean =>
  me !== undefined && (owner.id === me.id || me.roles.some((role) => role === 'Manager' || role === 'Admin'))

function DeleteTemplate({ template, onClose }: { template: Template; onClose: (said?: string) => void }) {
  const { t } = useTranslation('templates')
  const remove = useDeleteTemplate()
  const { name } = template
  return (
    <Confirm
      title={t('removeTitle', { name })}
      confirm={t('remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(template.id, { onSuccess: () => onClose(t('saidRemoved', { name })) })}
      onClose={() => onClose()}
    >
      {t('removeText')}
    </Confirm>
  )
}

import {
  Badge,
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { AddRegular, MoreHorizontalRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallSource, CallSourceWithKey } from '../../../../server/calls/schema.ts'
import { relativeTime } from '../../../ui/format.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { describeError } from '../../../ui/problem-text.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { sourcesQuery, useCreateSource, useRevokeSource, useRotateKey } from './calls-query.ts'

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  add: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'end' },
  list: { listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
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
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  how: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '90ch' },
  summary: { ...typographyStyles.body1, cursor: 'pointer', minHeight: '24px' },
})

interface Props {
  /** A key was made: it is shown once. */
  onKey: (source: CallSourceWithKey) => void
  onSaid: (text: string) => void
}

type Task = { kind: 'rotate' | 'revoke'; source: CallSource }

/** The voice systems, with a line to add one. */
export function Sources({ onKey, onSaid }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('calls')
  const { data, error, refetch } = useQuery(sourcesQuery)
  const [task, setTask] = useState<Task>()
  return (
    <section className={styles.part} aria-label={t('sources')}>
      <h2 className={styles.title}>{t('sources')}</h2>
      <NewSource onKey={onKey} />
      {error && !data && <Failed error={error} retry={refetch} compact />}
      {!data && !error && <LoadingRows />}
      {data?.length === 0 && <Message compact title={t('none')} text={t('noneText')} />}
      {data && data.length > 0 && (
        <ul className={styles.list}>
          {data.map((source) => (
            <Row key={source.id} source={source} onTask={setTask} />
          ))}
        </ul>
      )}
      <details>
        <summary className={styles.summary}>{t('howTitle')}</summary>
        <p className={styles.how}>{t('how')}</p>
        <p className={styles.how}>{t('howSigned')}</p>
      </details>
      {task?.kind === 'rotate' && <Rotate source={task.source} onKey={onKey} onClose={() => setTask(undefined)} />}
      {task?.kind === 'revoke' && <Revoke source={task.source} onSaid={onSaid} onClose={() => setTask(undefined)} />}
    </section>
  )
}

function NewSource({ onKey }: Pick<Props, 'onKey'>) {
  const styles = useStyles()
  const { t } = useTranslation('calls')
  const [name, setName] = useState('')
  const create = useCreateSource()
  return (
    <form
      className={styles.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!name.trim() || create.isPending) return
        create.mutate(name, {
          onSuccess: (source) => {
            setName('')
            onKey(source)
          },
        })
      }}
    >
      <Field label={t('new')} validationMessage={create.error ? describeError(create.error) : null}>
        <Input maxLength={100} autoComplete="off" value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Button type="submit" icon={<AddRegular />} disabledFocusable={!name.trim() || create.isPending}>
        {t('add')}
      </Button>
    </form>
  )
}

function Row({ source, onTask }: { source: CallSource; onTask: (task: Task) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('calls')
  const { name, address, keyNumber, lastCallAt, revokedAt } = source
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <p className={styles.name}>{name}</p>
        <p className={styles.quiet}>{address}</p>
        <p className={styles.quiet}>
          {lastCallAt ? t('last', { when: relativeTime(lastCallAt) }) : t('noCall')} ·{' '}
          {t('keyNumber', { number: keyNumber })}
        </p>
      </div>
      {revokedAt ? (
        <Badge appearance="outline">{t('revoked')}</Badge>
      ) : (
        <Menu positioning={{ position: 'below', align: 'end', autoSize: true }}>
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              icon={<MoreHorizontalRegular />}
              aria-label={t('actionsFor', { name })}
              title={t('actionsFor', { name })}
            />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {(['rotate', 'revoke'] as const).map((kind) => (
                <MenuItem key={kind} onClick={() => onTask({ kind, source })}>
                  {t(kind)}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </li>
  )
}

interface TaskProps {
  source: CallSource
  onClose: () => void
}

function Rotate({ source, onKey, onClose }: TaskProps & Pick<Props, 'onKey'>) {
  const { t } = useTranslation('calls')
  const rotate = useRotateKey()
  const run = () =>
    rotate.mutate(source.id, {
      onSuccess: (renewed) => {
        onClose()
        onKey(renewed)
      },
    })
  return (
    <Confirm
      title={t('rotateTitle', { name: source.name })}
      confirm={t('rotate')}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={run}
      onClose={onClose}
    >
      {t('rotateText')}
    </Confirm>
  )
}

function Revoke({ source, onSaid, onClose }: TaskProps & Pick<Props, 'onSaid'>) {
  const { t } = useTranslation('calls')
  const revoke = useRevokeSource()
  const run = () =>
    revoke.mutate(source.id, {
      onSuccess: () => {
        onClose()
        onSaid(t('saidRevoked', { name: source.name }))
      },
    })
  return (
    <Confirm
      title={t('revokeTitle', { name: source.name })}
      confirm={t('revoke')}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={run}
      onClose={onClose}
    >
      {t('revokeText')}
    </Confirm>
  )
}

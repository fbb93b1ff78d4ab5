import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BulkAction, BulkOperation } from '../../../server/bulk/schema.ts'
import { usersQuery } from '../editing/users-query.ts'
import { segmentsQuery } from '../filter/use-lookups.ts'
import { isUnfinished, recentQuery } from './bulk-query.ts'
import { OperationProgress } from './OperationProgress.tsx'
import './texts.ts'

/** For how long a change that is through is still news, in milliseconds. */
const news = 10 * 60_000

const useStyles = makeStyles({
  status: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
  },
  what: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
})

/** My latest change to many, while it runs and shortly after: so that it can be undone when its window is closed. */
export default function BulkStatus() {
  const styles = useStyles()
  const { t } = useTranslation('bulk')
  const [hidden, setHidden] = useState<string>()
  const operation = useQuery(recentQuery).data?.items[0]
  if (!operation || operation.id === hidden || !isNews(operation)) return null
  return (
    <section className={styles.status} aria-label={t('latest')}>
      <div>
        <What action={operation.action} />
        <OperationProgress id={operation.id} />
      </div>
      <Button
        size="small"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={t('dismiss')}
        onClick={() => setHidden(operation.id)}
      />
    </section>
  )
}

const isNews = (operation: BulkOperation): boolean =>
  isUnfinished(operation) || Date.now() - Date.parse(operation.finishedAt ?? operation.createdAt) < news

function What({ action }: { action: BulkAction }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { t: say } = useTranslation('bulk')
  const users = useQuery({ ...usersQuery, enabled: action.type === 'set_owner' }).data
  const segments = useQuery({ ...segmentsQuery, enabled: 'segmentId' in action }).data?.items
  const named = (list: { id: string; name: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.name ?? say('unknown')
  const text =
    'tags' in action
      ? say(`what.${action.type}`, { names: action.tags.join(', ') })
      : action.type === 'set_owner'
        ? say('what.set_owner', { name: action.ownerId ? named(users, action.ownerId) : say('nobody') })
        : action.type === 'set_status'
          ? say('what.set_status', { name: t(`status.${action.status}`) })
          : action.type === 'set_role'
            ? say('what.set_role', { name: action.role ? t(`role.${action.role}`) : say('noRole') })
            : say(`what.${action.type}`, { name: named(segments, action.segmentId) })
  return <p className={styles.what}>{text}</p>
}

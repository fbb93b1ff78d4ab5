import { Badge, Button, makeStyles, SearchBox, tokens, typographyStyles } from '@fluentui/react-components'
import { KeyRegular, PersonSwapRegular } from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { User } from '../../../../server/users/schema.ts'
import { usersQuery } from '../../../features/editing/users-query.ts'
import { relativeTime } from '../../../ui/format.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { LatestHandOver } from './LatestHandOver.tsx'
import { RolesDialog } from './RolesDialog.tsx'
import { contactsOf, shownUsers } from './user-list.ts'

const BulkDialog = lazy(() =>
  import('../../../features/bulk/BulkDialog.tsx').then((module) => ({ default: module.BulkDialog })),
)

const useStyles = makeStyles({
  search: { maxWidth: '360px', width: '100%' },
  list: { listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 4fr) minmax(220px, auto)',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    '@media (max-width: 960px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { ...typographyStyles.body1Strong, margin: 0 },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  roles: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: tokens.spacingHorizontalXS,
    '@media (max-width: 960px)': { justifyContent: 'flex-start' },
  },
  link: { color: tokens.colorBrandForegroundLink },
})

type Open = { kind: 'roles' | 'hand-over'; user: User } | null

/** Settings > Users: who may do what, and whose contacts need a new owner. */
export default function UsersPage() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { may, who } = useMay('users')
  const mayHandOver = useMay('handOver').may
  const users = useQuery(usersQuery)
  const queries = useQueryClient()
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<Open>(null)
  const [said, setSaid] = useState<string | null>(null)
  const shown = shownUsers(users.data ?? [], search)
  const closeHandOver = () => {
    setOpen(null)
    void queries.invalidateQueries({ queryKey: ['users'] })
  }
  return (
    <Page title={t('page.users')} intro={t('about.users')}>
      {!may && <ReadOnly who={who} />}
      <Said text={said} onDismiss={() => setSaid(null)} />
      <LatestHandOver />
      {users.isError && !users.data && <Failed error={users.error} retry={users.refetch} compact />}
      {users.isPending && <LoadingRows />}
      {users.data && (
        <>
          <SearchBox
            className={styles.search}
            aria-label={t('users.search')}
            placeholder={t('users.search')}
            value={search}
            onChange={(_, { value }) => setSearch(value)}
          />
          <ul className={styles.list} aria-label={t('page.users')}>
            {shown.map((user) => (
              <UserRow
                key={user.id}
                user={user}
                mayRoles={may}
                mayHandOver={mayHandOver}
                onRoles={() => setOpen({ kind: 'roles', user })}
                onHandOver={() => setOpen({ kind: 'hand-over', user })}
              />
            ))}
          </ul>
        </>
      )}
      {open?.kind === 'roles' && (
        <RolesDialog
          user={open.user}
          onClose={(text) => {
            setOpen(null)
            if (text) setSaid(text)
          }}
        />
      )}
      {open?.kind === 'hand-over' && (
        <Suspense fallback={null}>
          <BulkDialog type="set_owner" selection={contactsOf(open.user)} onClose={closeHandOver} />
        </Suspense>
      )}
    </Page>
  )
}

interface RowProps {
  user: User
  mayRoles: boolean
  mayHandOver: boolean
  onRoles: () => void
  onHandOver: () => void
}

function UserRow({ user, mayRoles, mayHandOver, onRoles, onHandOver }: RowProps) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { name, email, active, roles, grantedRoles, contacts, lastSeenAt } = user
  const filter = encodeURIComponent(JSON.stringify(contactsOf(user).filter))
  return (
    <li className={styles.row}>
      <div>
        <p className={styles.name}>
          {name}{' '}
          {!active && (
            <Badge appearance="tint" color="warning">
              {t('users.left')}
            </Badge>
          )}
        </p>
        <p className={styles.quiet}>
          {email ?? t('users.noEmail')} ·{' '}
          {lastSeenAt ? t('users.lastSeen', { when: relativeTime(lastSeenAt) }) : t('users.neverSeen')}
        </p>
        <p className={styles.quiet}>
          {contacts > 0 ? (
            <Link className={styles.link} to={`/contacts?filter=${filter}`}>
              {t('users.contacts', { count: contacts })}
            </Link>
          ) : (
            t('users.contacts', { count: 0 })
          )}
        </p>
      </div>
      <div className={styles.roles}>
        {roles.length === 0 && (
          <span className={styles.quiet}>{t(lastSeenAt ? 'users.noRoles' : 'users.rolesUnknown')}</span>
        )}
        {roles.map((role) => (
          <Badge key={role} appearance={grantedRoles.includes(role) ? 'outline' : 'tint'} color="brand">
            {t(grantedRoles.includes(role) ? 'users.roleHere' : 'users.roleEntra', { role: t(`role.${role}`) })}
          </Badge>
        ))}
      </div>
      <div className={styles.actions}>
        {mayHandOver && contacts > 0 && (
          <Button
            size="small"
            appearance={active ? 'subtle' : 'secondary'}
            icon={<PersonSwapRegular />}
            aria-label={t('users.handOverOf', { name })}
            onClick={onHandOver}
          >
            {t('users.handOver')}
          </Button>
        )}
        {mayRoles && active && (
          <Button
            size="small"
            appearance="subtle"
            icon={<KeyRegular />}
            aria-label={t('users.rolesOf', { name })}
            onClick={onRoles}
          >
            {t('users.roles')}
          </Button>
        )}
      </div>
    </li>
  )
}

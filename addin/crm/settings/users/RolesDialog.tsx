import { Checkbox, makeStyles, typographyStyles } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Role, type User } from '../../../../server/users/schema.ts'
import { api } from '../../../api/session.ts'
import { Confirm } from '../parts/Confirm.tsx'

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
})

/** Gives roles here, besides those of Entra. That somebody administers stays with the server to insist on. */
export function RolesDialog({ user, onClose }: { user: User; onClose: (said?: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const queries = useQueryClient()
  const [granted, setGranted] = useState<readonly Role[]>(user.grantedRoles)
  const save = useMutation({
    mutationFn: () => api.put<User>(`/users/${user.id}/roles`, { body: { grantedRoles: granted } }),
    onSuccess: () => onClose(t('users.rolesSaved', { name: user.name })),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['users'] }),
        queries.invalidateQueries({ queryKey: ['me'] }),
      ]),
  })
  const toggle = (role: Role, on: boolean) =>
    setGranted(on ? [...granted, role] : granted.filter((one) => one !== role))
  return (
    <Confirm
      title={t('users.rolesTitle', { name: user.name })}
      confirm={t('users.rolesSave')}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onClose={() => onClose()}
    >
      <p className={styles.text}>{t('users.rolesHint')}</p>
      <ul className={styles.list}>
        {Role.options.map((role) => {
          const fromEntra = user.roles.includes(role) && !user.grantedRoles.includes(role)
          return (
            <li key={role}>
              <Checkbox
                label={t(fromEntra ? 'users.roleFixed' : 'users.roleChoice', {
                  role: t(`role.${role}`),
                  may: t(`roleMay.${role}`),
                })}
                checked={fromEntra || granted.includes(role)}
                disabled={fromEntra}
                onChange={(_, { checked }) => toggle(role, checked === true)}
              />
            </li>
          )
        })}
      </ul>
    </Confirm>
  )
}

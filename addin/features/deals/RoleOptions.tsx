import './texts.ts'
import { useTranslation } from 'react-i18next'
import type { DealRole } from '../../../server/deals/schema.ts'

const roles = {
  decision_maker: true,
  influencer: true,
  champion: true,
  blocker: true,
  end_user: true,
  other: true,
} as const satisfies Record<DealRole, true>

/** What somebody may be in a deal, as options of a select; the first is nothing. */
export function RoleOptions() {
  const { t } = useTranslation(['deals', 'translation'])
  return (
    <>
      <option value="">{t('noRole')}</option>
      {(Object.keys(roles) as DealRole[]).map((role) => (
        <option key={role} value={role}>
          {t(`translation:role.${role}`)}
        </option>
      ))}
    </>
  )
}

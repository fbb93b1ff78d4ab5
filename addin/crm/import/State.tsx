import { Badge, type BadgeProps } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Import, ImportState } from '../../../server/import/schema.ts'

const colors: Record<ImportState, NonNullable<BadgeProps['color']>> = {
  uploaded: 'informative',
  previewing: 'brand',
  previewed: 'informative',
  running: 'brand',
  paused: 'warning',
  cancelled: 'warning',
  done: 'success',
  failed: 'danger',
  undoing: 'brand',
  undone: 'informative',
}

/** Where an import stands, in words. */
export function StateBadge({ state, progress }: Pick<Import, 'state' | 'progress'>) {
  const { t } = useTranslation('imports')
  const waits = progress.waiting && (state === 'running' || state === 'previewing')
  return (
    <Badge appearance="tint" color={colors[state]}>
      {waits ? t('state.waiting') : t(`state.${state}`)}
    </Badge>
  )
}

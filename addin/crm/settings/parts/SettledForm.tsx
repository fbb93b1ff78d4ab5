import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fullInstant } from '../../../ui/format.ts'
import { Refused } from './Refused.tsx'
import { useSettledStyles } from './settled-styles.ts'

interface SettledFormProps {
  children: ReactNode
  /** False: it is shown, and nobody can save it. */
  may: boolean
  /** Whether there is something to save that can be saved. */
  ready: boolean
  save: { isPending: boolean; error: unknown }
  onSave: () => void
  last: { updatedAt: string | null; updatedBy: { name: string } | null }
}

/** A form of what is settled for everybody: saved as a whole, and who did so last. */
export function SettledForm({ children, may, ready, save, onSave, last }: SettledFormProps) {
  const styles = useSettledStyles()
  const { t } = useTranslation('settings')
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSave()
      }}
    >
      {children}
      {save.error !== null && <Refused error={save.error} />}
      {may && (
        <Button type="submit" appearance="primary" disabledFocusable={save.isPending || !ready}>
          {t(save.isPending ? 'settled.saving' : 'settled.save')}
        </Button>
      )}
      {last.updatedAt && (
        <p className={styles.quiet}>
          {t('settled.last', { name: last.updatedBy?.name ?? '', when: fullInstant(last.updatedAt) })}
        </p>
      )}
    </form>
  )
}

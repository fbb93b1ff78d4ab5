import { makeStyles, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../../server/custom-fields/schema.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { useArchiveField } from './fields-query.ts'

const useStyles = makeStyles({ text: { ...typographyStyles.body1, margin: 0 } })

/** Asks before a field is deleted: how many records hold a value, and how long it can be restored. */
export function DeleteField({ field, onClose }: { field: CustomField; onClose: (said?: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const archive = useArchiveField()
  const { label, uses } = field
  return (
    <Confirm
      title={t('fields.deleteTitle', { label })}
      confirm={t('fields.delete')}
      busy={archive.isPending}
      error={archive.error}
      onClose={() => onClose()}
      onConfirm={() => archive.mutate(field.id, { onSuccess: () => onClose(t('fields.deletedOne', { label })) })}
    >
      <p className={styles.text}>{t(`fields.holds.${field.entity}`, { count: uses })}</p>
      <p className={styles.text}>{t('fields.deleteHint')}</p>
    </Confirm>
  )
}

import { useTranslation } from 'react-i18next'
import type { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { isRecordColumn } from './columns.ts'

/** What stands over a column. */
export function useColumnLabel(custom: ReturnType<typeof useCustomFields>): (id: string) => string {
  const { t } = useTranslation('crm')
  return (id) => (isRecordColumn(id) ? t(`column.${id}`) : custom.label(id))
}

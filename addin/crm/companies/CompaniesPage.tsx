import '../texts/record.ts'
import { useTranslation } from 'react-i18next'

export default function CompaniesPage() {
  const { t } = useTranslation('record')
  return <h1>{t('companies')}</h1>
}

import '../texts/record.ts'
import { useTranslation } from 'react-i18next'

export default function CompanyPage() {
  const { t } = useTranslation('record')
  return <h1>{t('company')}</h1>
}

import '../texts/record.ts'
import { useTranslation } from 'react-i18next'

export default function ContactPage() {
  const { t } = useTranslation('record')
  return <h1>{t('contact')}</h1>
}

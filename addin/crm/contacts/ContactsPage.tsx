import '../texts/crm.ts'
import { useTranslation } from 'react-i18next'

export default function ContactsPage() {
  const { t } = useTranslation('crm')
  return <h1>{t('title.contacts')}</h1>
}

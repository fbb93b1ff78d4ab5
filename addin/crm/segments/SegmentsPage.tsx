import '../texts/segments.ts'
import { useTranslation } from 'react-i18next'

export default function SegmentsPage() {
  const { t } = useTranslation('segments')
  return <h1>{t('title')}</h1>
}

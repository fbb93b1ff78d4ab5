import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the page in the window's title, so that tabs and screen readers tell pages apart (WCAG 2.4.2). */
export function useTitle(title: string | undefined): void {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = title ? `${title} · ${t('app.name')}` : t('app.name')
  }, [title, t])
}

import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { HashRouter, Navigate, Outlet, Route, Routes } from 'react-router'
import { SignedIn } from '../features/session/SignedIn.tsx'
import { LoadingRows } from '../ui/parts/Loading.tsx'
import { Message } from '../ui/parts/Message.tsx'
import { Themed } from '../ui/Themed.tsx'
import { Shell } from './shell/Shell.tsx'
import { useThemeChoice } from './shell/theme-choice.ts'
import { useTitle } from './shell/use-title.ts'

const ContactsPage = lazy(() => import('./contacts/ContactsPage.tsx'))
const ContactPage = lazy(() => import('./contact/ContactPage.tsx'))
const CompaniesPage = lazy(() => import('./companies/CompaniesPage.tsx'))
const CompanyPage = lazy(() => import('./companies/CompanyPage.tsx'))
const DealsPage = lazy(() => import('./deals/DealsPage.tsx'))
const DealPage = lazy(() => import('./deals/DealPage.tsx'))
const SegmentsPage = lazy(() => import('./segments/SegmentsPage.tsx'))
const FormsPage = lazy(() => import('./forms/FormsPage.tsx'))
const DuplicatesPage = lazy(() => import('./duplicates/DuplicatesPage.tsx'))
const ImportPages = lazy(() => import('./import/ImportPages.tsx'))
const SettingsPage = lazy(() => import('./settings/SettingsPage.tsx'))

/** The full-window pages behind their sign-in. */
export function App() {
  const theme = useThemeChoice()
  return (
    <Themed chosen={theme === 'system' ? undefined : theme}>
      <SignedIn>
        {(me) => (
          <HashRouter>
            <Routes>
              <Route
                element={
                  <Shell me={me}>
                    <Suspense fallback={<LoadingRows />}>
                      <Outlet />
                    </Suspense>
                  </Shell>
                }
              >
                <Route index element={<Navigate to="/contacts" replace />} />
                <Route path="contacts" element={<ContactsPage />} />
                <Route path="contacts/:id" element={<ContactPage />} />
                <Route path="companies" element={<CompaniesPage />} />
                <Route path="companies/:id" element={<CompanyPage />} />
                <Route path="deals" element={<DealsPage />} />
                <Route path="deals/:id" element={<DealPage />} />
                <Route path="segments/*" element={<SegmentsPage />} />
                <Route path="forms/*" element={<FormsPage />} />
                <Route path="duplicates/*" element={<DuplicatesPage />} />
                <Route path="import/*" element={<ImportPages />} />
                <Route path="settings" element={<SettingsPage />} />
                <Route path="settings/:page/*" element={<SettingsPage />} />
                <Route path="*" element={<Missing />} />
              </Route>
            </Routes>
          </HashRouter>
        )}
      </SignedIn>
    </Themed>
  )
}

function Missing() {
  const { t } = useTranslation('crm')
  useTitle(t('missing.title'))
  return (
    <Message title={t('missing.title')} text={t('missing.text')}>
      <a href="#/contacts">{t('missing.back')}</a>
    </Message>
  )
}

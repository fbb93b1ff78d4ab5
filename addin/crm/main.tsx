import '../ui/base.css'
import './texts/crm.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries, signIn } from '../api/session.ts'
import { browserSteps } from '../api/sign-in/browser.ts'
import { startTexts } from '../ui/i18n.ts'
import { App } from './App.tsx'

signIn.use(browserSteps)
await startTexts()

const root = document.getElementById('pages')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}

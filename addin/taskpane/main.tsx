import '../ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { clientConfig } from '../api/config.ts'
import { queries } from '../api/session.ts'
import { keepUsedEscape } from '../outlook/keys.ts'
import { App } from './App.tsx'

// Asked for while Office.js starts; who needs it later meets the error, if there is one.
clientConfig().catch(() => undefined)

keepUsedEscape()

const root = document.getElementById('pane')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}

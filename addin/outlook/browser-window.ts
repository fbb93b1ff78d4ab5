import { attempt } from './start.ts'

/**
 * Opens an address in the person's browser: Outlook on Windows and Mac does that by itself, Outlook on the web opens a
 * tab, and does not know the call.
 */
export function openInBrowser(url: string): void {
  const ui = attempt(() => globalThis.Office?.context?.ui)
  const opened = attempt(() => {
    if (typeof ui?.openBrowserWindow !== 'function') return false
    ui.openBrowserWindow(url)
    return true
  })
  if (!opened) window.open(url, '_blank', 'noopener,noreferrer')
}

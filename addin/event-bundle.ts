import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { InlineConfig, Plugin } from 'vite'

const page = resolve(import.meta.dirname, 'events.html')

/** The page that Outlook on the web, on Mac and the new Outlook run the handlers in. */
function eventPage(): Plugin {
  return {
    name: 'event-page',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'events.html', source: readFileSync(page) })
    },
  }
}

/**
 * The handlers of Outlook's events as one script under a name that stays, since the manifest carries it. Classic Outlook
 * runs it in an engine of 2016 without a document, so it is no module, and nothing of the pane or its tools is in it.
 */
export function eventBundle(outDir: string): InlineConfig {
  return {
    root: import.meta.dirname,
    configFile: false,
    publicDir: false,
    mode: 'production',
    logLevel: 'error',
    plugins: [eventPage()],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2016',
      modulePreload: false,
      rolldownOptions: {
        input: resolve(import.meta.dirname, 'events/handlers.ts'),
        output: { format: 'iife', entryFileNames: 'events.js' },
      },
    },
  }
}

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const port = Number(process.env.E2E_PORT ?? 4310)
/** Tests sign public links with it, as the server does. */
const secretKey = 'a key of the end-to-end tests, long enough'
process.env.E2E_SECRET_KEY ??= secretKey
const dataDir = process.env.E2E_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'throughline-e2e-'))

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  // Build machines stall for seconds at times; a test that fails twice more is broken.
  retries: process.env.CI ? 2 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.E2E_BASE_URL ?? `http://localhost:${port}`,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    // A trace is half of a test's time: where it is tried again, the second try has one.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      // Chromium's own services ask the internet at every start; tests must not wait for that.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // A server that runs already may be named; otherwise one is started on an empty data folder.
  ...(process.env.E2E_BASE_URL
    ? {}
    : {
        webServer: {
          command: 'node server/main.ts',
          env: { PORT: String(port), DATA_DIR: dataDir, SECRET_KEY: secretKey, LOG_LEVEL: 'warn' },
          wait: { stdout: /Throughline runs/ },
          timeout: 120_000,
          gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
        },
      }),
})

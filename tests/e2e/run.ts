import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './chromium.ts'

/** Runs the end-to-end tests in a real Chromium against the built product. Arguments go on to Playwright. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

const chromium = findChromium()
run(process.execPath, ['addin/build.ts', '--if-stale'])
if (!existsSync('dist/taskpane.html')) throw new Error('The build left no dist/taskpane.html.')
run(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)], {
  ...process.env,
  ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
})

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A Chromium to test in: the system's; as root on Debian one is installed; else Playwright's own (null: it finds that
 * itself).
 * @throws Error that says what to install when there is none.
 */
export function findChromium(): string | null {
  const system = systemChromium()
  if (system) return system
  if (existsSync(chromium.executablePath())) return null
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('No Chromium found: installing Debian’s package chromium.')
    apt(['update'])
    apt(['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'])
    const installed = systemChromium()
    if (installed) return installed
  } else if (spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' }).status === 0) {
    return null
  }
  throw new Error(
    'The end-to-end tests need Chromium. On Debian or Ubuntu: `sudo apt-get install chromium`; elsewhere: `npx playwright install chromium`. Then run them again.',
  )
}

function systemChromium(): string | null {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  const found = NAMES.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout?.trim())
  return [...found, ...PLACES].find((path) => path && existsSync(path)) ?? null
}

function apt(args: string[]) {
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

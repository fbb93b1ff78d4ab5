import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const stampFile = resolve(root, 'dist/.stamp')

/** Hash over the names and contents of everything the bundle is made from. */
function sourceStamp(): string {
  const sources = ['addin/**', 'server/**/schema.ts', 'vite.config.ts', 'package-lock.json']
  const files = globSync(sources, { cwd: root }).filter((file) => statSync(resolve(root, file)).isFile())
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    hash.update(`${file}\0`)
    hash.update(readFileSync(resolve(root, file)))
  }
  return hash.digest('hex')
}

async function buildAddin(): Promise<void> {
  const started = performance.now()
  const stamp = sourceStamp()
  if (process.argv.includes('--if-stale') && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    console.log('Add-in: dist/ is up to date.')
    return
  }
  const { build } = await import('vite')
  await build({ configFile: resolve(root, 'vite.config.ts'), mode: 'production', logLevel: 'error' })
  writeFileSync(stampFile, stamp)
  console.log(`Add-in: built into dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}

try {
  await buildAddin()
} catch (error) {
  console.error('Add-in: the build failed; dist/ is incomplete.')
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

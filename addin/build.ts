import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { eventBundle } from './event-bundle.ts'

const root = resolve(import.meta.dirname, '..')
/**
 * Each line is built by itself. Together, the pane would be cut into as many small files as it shares with the pages,
 * and carry their icons too: a tenth more for its first paint.
 */
const bundles = [['taskpane.html', 'signin.html'], ['crm.html'], ['preview/index.html']]

const dist = resolve(root, 'dist')
const stampFile = resolve(dist, '.stamp')

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

type Built = Awaited<ReturnType<typeof import('vite').build>>

/** Remembers what a build has written. */
function note(result: Built, written: Set<string>): void {
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  for (const { fileName } of outputs) written.add(fileName)
}

/** Smaller, and a packet of the network holds it as it is. */
const worthPacking = 1_400

/** Puts packed copies beside the scripts, which the server sends to whoever takes them: no request waits for packing. */
function packScripts(written: Set<string>): void {
  for (const file of [...written].filter((name) => /^assets\/.+\.(js|css|svg)$/.test(name))) {
    const content = readFileSync(resolve(dist, file))
    if (content.length < worthPacking) continue
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
    writeFileSync(resolve(dist, `${file}.br`), brotliCompressSync(content, quality))
    writeFileSync(resolve(dist, `${file}.gz`), gzipSync(content, { level: 9 }))
    written.add(`${file}.br`).add(`${file}.gz`)
  }
}

async function buildAddin(): Promise<void> {
  const started = performance.now()
  const stamp = sourceStamp()
  if (process.argv.includes('--if-stale') && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    console.log('Add-in: dist/ is up to date.')
    return
  }
  const [{ build }, { default: config }] = await Promise.all([import('vite'), import('../vite.config.ts')])
  const written = new Set<string>(['.stamp'])
  for (const pages of bundles) {
    const input = pages.map((page) => resolve(root, 'addin', page)).filter((page) => existsSync(page))
    if (input.length === 0) continue
    const result = await build({
      ...config,
      configFile: false,
      mode: 'production',
      logLevel: 'error',
      build: { ...config.build, rolldownOptions: { input } },
    })
    note(result, written)
  }
  note(await build(eventBundle(dist)), written)
  packScripts(written)
  // Only now, so that a server that runs meanwhile never misses a file.
  for (const file of globSync('**', { cwd: dist }).filter((name) => !written.has(name.replaceAll('\\', '/')))) {
    if (statSync(resolve(dist, file)).isFile()) rmSync(resolve(dist, file), { force: true })
  }
  writeFileSync(stampFile, stamp)
  console.log(`Add-in: built into dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}

try {
  await buildAddin()
} catch (error) {
  console.error('Add-in: the build failed; dist/ is as it was.')
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

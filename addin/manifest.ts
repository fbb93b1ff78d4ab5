import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const root = resolve(import.meta.dirname, '..')
/** What `manifest.xml` in the repository points to. */
const LOCAL_ORIGIN = 'https://localhost:3443'
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const USAGE = 'npm run manifest -- --url https://crm.example.com [--client-id <app id>] [--out dist/manifest.xml]'

/**
 * Manifest version of a package version. Office installs an update only under a higher version, and its stores take
 * none that begins with 0: the package's three parts follow a leading 1.
 */
export function officeVersion(packageVersion: string): string {
  const parts = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?:[-+].*)?$/.exec(packageVersion)
  if (!parts) throw new Error(`"${packageVersion}" is no version a manifest can carry.`)
  return `1.${parts[1]}.${parts[2]}.${parts[3]}`
}

/** The origin users reach the server at. @throws Error on anything Outlook would not load */
export function serverOrigin(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'https:') throw new Error(`--url must be an https address, not "${url}".`)
  if (parsed.pathname !== '/' || parsed.search || parsed.hash || parsed.username) {
    throw new Error(`--url is the server's origin, without a path: ${parsed.origin}`)
  }
  return parsed.origin
}

/** The template with every address and the version replaced; the id stays, so that installed copies update. */
export function manifestFor(template: string, origin: string, packageVersion: string): string {
  return template
    .replace(/\s*<!--[\s\S]*?-->/, '')
    .replace(/<Version>[^<]*<\/Version>/, `<Version>${officeVersion(packageVersion)}</Version>`)
    .replaceAll(LOCAL_ORIGIN, origin)
}

/** What the app registration must list: nested sign-in reads nothing from the manifest. */
export function registrationNotes(origin: string, clientId: string): string {
  if (!GUID.test(clientId)) throw new Error(`--client-id must be the application's id, a GUID, not "${clientId}".`)
  return [
    `The Entra app ${clientId} needs these redirect addresses, all of the kind "Single-page application":`,
    `  brk-multihub://${new URL(origin).host}`,
    `  ${origin}/signin.html`,
    `and must expose the scope api://${clientId}/access_as_user.`,
  ].join('\n')
}

function writeManifest(args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, 'client-id': { type: 'string' }, out: { type: 'string' } },
  })
  if (!values.url) throw new Error(`Which server? ${USAGE}`)
  const origin = serverOrigin(values.url)
  const notes = values['client-id'] ? `\n${registrationNotes(origin, values['client-id'])}` : ''
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'))
  const out = resolve(values.out ?? resolve(root, 'dist/manifest.xml'))
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, manifestFor(readFileSync(resolve(root, 'manifest.xml'), 'utf8'), origin, version))
  return `Wrote ${out} for ${origin}, version ${officeVersion(version)}.${notes}\n`
}

if (import.meta.main) {
  try {
    process.stdout.write(writeManifest(process.argv.slice(2)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

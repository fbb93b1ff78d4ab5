/** This pane's version, set by the build. */
export const clientVersion: string = import.meta.env.VERSION ?? '0.0.0'

/**
 * How pane and server fit. They speak the same language while their major versions are equal, and before
 * 1.0 their minor versions too. A pane that stays pinned for days meets a newer server.
 */
export function compareVersions(client: string, server: string): 'fits' | 'client-older' | 'server-older' {
  const [ours, theirs] = [generation(client), generation(server)]
  if (ours === null || theirs === null || ours === theirs) return 'fits'
  return ours < theirs ? 'client-older' : 'server-older'
}

function generation(version: string): number | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || minor === undefined) return null
  return Number(major) === 0 ? Number(minor) / 1_000_000 : Number(major)
}

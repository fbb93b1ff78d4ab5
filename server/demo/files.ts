import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file only its owner may read, whole or not at all: a crash leaves the old content. */
export function writePrivate(path: string, content: string): void {
  const half = `${path}.part`
  const fd = openSync(half, 'w', 0o600)
  try {
    writeSync(fd, content)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(half, path)
  syncFolder(dirname(path))
}

/** Makes a rename survive a power cut; not every file system lets a folder be opened for that. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

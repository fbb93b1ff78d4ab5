import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const SIZES = [16, 32, 64, 80, 128]

/** Puts the manifest's icons into the build under names without a hash: manifests live for months. */
export function manifestIcons(): Plugin {
  return {
    name: 'manifest-icons',
    apply: 'build',
    generateBundle() {
      for (const size of SIZES) {
        const file = `icon-${size}.png`
        this.emitFile({
          type: 'asset',
          fileName: `assets/${file}`,
          source: readFileSync(join(import.meta.dirname, file)),
        })
      }
    },
  }
}

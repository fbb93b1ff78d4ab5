import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { manifestIcons } from './addin/assets/manifest-icons.ts'

const addin = resolve(import.meta.dirname, 'addin')
const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, 'package.json'), 'utf8'))

export default defineConfig({
  root: addin,
  base: '/',
  publicDir: false,
  plugins: [react(), manifestIcons()],
  define: { 'import.meta.env.VERSION': JSON.stringify(version) },
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    // addin/build.ts clears up: several bundles share the folder.
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      // The preview belongs to the demo: without its folder the product still builds.
      input: ['taskpane.html', 'crm.html', 'signin.html', 'preview/index.html']
        .map((page) => resolve(addin, page))
        .filter(existsSync),
    },
  },
})

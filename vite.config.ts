import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const addin = resolve(import.meta.dirname, 'addin')

export default defineConfig({
  root: addin,
  base: '/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      input: {
        taskpane: resolve(addin, 'taskpane.html'),
        preview: resolve(addin, 'preview/index.html'),
      },
    },
  },
})

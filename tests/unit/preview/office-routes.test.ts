import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { officeRoutes } from '../../../server/demo/office.ts'
import { previewRoutes } from '../../../server/demo/preview.ts'

const app = fastify()
await app.register(officeRoutes)
await app.register(previewRoutes, { dist: '/nowhere' })
const get = (url: string) => app.inject({ url })

describe('office.js without the internet', () => {
  it('stands behind our Ajax and its English strings, before our compatibility script', async () => {
    const { body, headers } = await get('/office/office.js')
    const order = ['Function._validateParams =', 'L_', 'OSF.', "'outlook-preview'"].map((mark) => body.indexOf(mark))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
    expect(headers['content-type']).toContain('text/javascript')
    expect(() => new Function(body)).not.toThrow()
  })

  it('finds files whatever the case they are asked for in, in every language', async () => {
    for (const path of [
      'Outlook-Web-16.01.js',
      'de-DE/outlook_strings.js',
      'es-es/office_strings.js',
      'telemetry/oteljs_agave.js',
    ]) {
      expect((await get(`/office/${path}`)).statusCode, path).toBe(200)
    }
  })

  it('vouches for the host where there is no certificate', async () => {
    const page = await get('/office/AgaveErrorUX/index.html')
    expect(page.headers['content-type']).toContain('text/html')
    expect((await get('/office/AgaveErrorUX/trust.js')).body).toContain('hostUserTrusted')
  })

  it('serves nothing outside its folder', async () => {
    for (const path of ['..%2fpackage.json', '%2e%2e/package.json', '../../package.json', 'nothing.js']) {
      expect((await get(`/office/${path}`)).statusCode, path).toBe(404)
    }
  })
})

describe('the preview page', () => {
  it('says what to do while the client is not built', async () => {
    const page = await get('/preview/')
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('npm run build')
    expect((await get('/preview')).headers.location).toBe('/preview/')
  })

  it('reads from the manifest which events the add-in wants', async () => {
    const { body, headers } = await get('/preview/manifest.xml')
    expect(headers['content-type']).toContain('xml')
    expect(body).toContain('Type="OnMessageSend"')
  })
})

import { describe, expect, it, onTestFinished } from 'vitest'
import { buildApp } from '../../../server/app.ts'
import { testApi } from '../api.ts'

describe('pages in Outlook', () => {
  it('may be framed by Outlook and nobody else, run no inline script, and are asked for anew', async () => {
    const { app } = await testApi()
    const response = await app.inject('/taskpane.html')
    const policy = String(response.headers['content-security-policy'])
    expect(policy).toContain('frame-ancestors')
    for (const host of [
      'https://*.office.com',
      'https://*.office365.com',
      'https://*.live.com',
      'https://*.cloud.microsoft',
    ])
      expect(policy).toContain(host)
    expect(policy).toMatch(/script-src 'self' https:\/\/appsforoffice\.microsoft\.com/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(response.headers['x-frame-options']).toBeUndefined()
    expect(response.headers['cross-origin-opener-policy']).toBeUndefined()
  })

  it('serves the full-window pages at / to anyone, under the same policy; their data needs a token', async () => {
    const { app } = await testApi()
    const [page, pane] = await Promise.all([app.inject('/'), app.inject('/taskpane.html')])
    expect(page.statusCode).toBe(pane.statusCode)
    expect(page.headers['content-security-policy']).toBe(pane.headers['content-security-policy'])
    expect(page.headers['set-cookie']).toBeUndefined()
    expect((await app.inject('/api/v1/contacts')).statusCode).toBe(401)
  })

  it('serves the event handlers under names that stay, to be asked for anew, to anyone', async () => {
    const { app } = await testApi()
    const [page, script] = await Promise.all([app.inject('/events.html'), app.inject('/events.js')])
    expect(page.headers['content-security-policy']).toContain('frame-ancestors')
    // Without a build there is nothing to serve, which a person can read; never a sign-in page.
    expect([200, 404]).toContain(script.statusCode)
    if (script.statusCode === 404) return expect(script.json().detail).toContain('npm run build')
    expect(page.body).toContain('/events.js')
    for (const { headers } of [page, script]) expect(headers['cache-control']).toBe('no-cache')
    expect(script.headers['content-type']).toContain('text/javascript')
    expect(script.body).toContain('onMessageSend')
    expect(script.body).toContain('var throughlineServer={"origin":"https://crm.ours.example"')
  })

  it('names the script for classic Outlook, which signs in no other', async () => {
    const { app } = await testApi()
    const { body, headers } = await app.inject('/.well-known/microsoft-officeaddins-allowed.json')
    expect(JSON.parse(body)).toEqual({ allowed: ['https://crm.ours.example/events.js'] })
    expect(headers['content-type']).toContain('application/json')
  })

  it('publishes OpenAPI 3.1 of every API route, made from the schemas that validate', async () => {
    const { app } = await testApi()
    const { openapi, paths } = (await app.inject('/api/v1/openapi.json')).json()
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/me',
        '/api/v1/contacts/lookup',
        '/api/v1/contacts/{id}/timeline',
        '/api/v1/mailboxes/{id}/sync',
        '/api/v1/jobs/{id}',
      ]),
    )
    expect(paths['/api/v1/contacts/{id}'].get.responses['200'].content['application/json'].schema).toBeDefined()
  })

  it('answers an unknown page with a problem, and says whether it is alive and ready', async () => {
    const { app } = await testApi()
    expect((await app.inject('/api/v1/nothing')).json()).toMatchObject({ type: 'not-found', status: 404 })
    expect((await app.inject('/livez')).statusCode).toBe(200)
    expect((await app.inject('/readyz')).statusCode).toBe(200)
    expect((await app.inject('/metrics')).body).toContain('http_request_duration_seconds')
  })
})

describe('a worker', () => {
  it('answers for its health and nothing else', async () => {
    const { services } = await testApi()
    const worker = await buildApp({ ...services, config: { ...services.config, role: 'worker' } })
    onTestFinished(() => worker.close())
    expect((await worker.inject('/readyz')).statusCode).toBe(200)
    for (const url of ['/api/v1/me', '/taskpane.html', '/config.json'])
      expect((await worker.inject(url)).statusCode).toBe(404)
  })
})

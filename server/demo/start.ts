import type { FastifyInstance } from 'fastify'
import { officeRoutes } from './office.ts'
import { previewRoutes } from './preview.ts'
import { demoRoutes } from './routes.ts'
import { seedThroughApi } from './seed-product.ts'
import { startDemoTenant } from './tenant.ts'

interface BaseSettings {
  host: string
  port: number
  dataDir: string
}

/** TLS on loopback for sideloaded add-ins and change notifications: the plain port and 443 more (3000 → 3443). */
const tlsPort = (port: number) => (port === 0 ? 0 : port + 443)

/**
 * Starts the demo tenant and says with which settings the product reaches it: the very ones an administrator would give
 * for Microsoft's.
 */
export async function startDemo<Base extends BaseSettings>(base: Base) {
  const tenant = await startDemoTenant({ dataDir: `${base.dataDir}/demo` })
  const secure = tlsPort(base.port)
  const config = {
    ...base,
    publicUrl: `https://localhost:${secure}`,
    entra: {
      authority: tenant.authority,
      tenantId: tenant.tenantId,
      clientId: tenant.clientId,
      credential: { secret: tenant.clientSecret },
      // The authority's own address has a certificate that no browser trusts without asking.
      browserEndpoints: {
        authorization: `/${tenant.tenantId}/oauth2/v2.0/authorize`,
        token: `/${tenant.tenantId}/oauth2/v2.0/token`,
      },
    },
    graphBaseUrl: tenant.graphBaseUrl,
    extraCaFile: tenant.caFile,
    officeJsUrl: '/office/office.js',
    // Whoever tries the product wants to read one line: where to look.
    logLevel: process.env.LOG_LEVEL ?? 'warn',
  }
  return {
    config,
    startPage: `http://localhost:${base.port}/preview/ for Outlook with the pane, http://localhost:${base.port}/ for the pages.`,
    stop: () => tenant.stop(),
    /** The pages of the demo stand beside the product's; whoever opens them needs no sign-in. */
    async mount(app: FastifyInstance) {
      await app.register(async (demo) => {
        demo.addHook('onRoute', (route) => {
          route.config = { ...route.config, roles: 'public' }
        })
        await demo.register(officeRoutes)
        await demo.register(previewRoutes, { dist: `${import.meta.dirname}/../../dist` })
        await demo.register(demoRoutes(tenant))
      })
    },
    /** Fills the empty product as an administrator would: through its own API, signed in as one. */
    async afterListening(serve: (tls: { key: string; cert: string; port: number; host: string }) => Promise<void>) {
      await serve({ ...tenant.tls, port: secure, host: base.host })
      const admin = tenant.people.find((person) => person.roles.includes('Admin'))
      if (!admin) throw new Error('The demo tenant has no administrator.')
      const token = await tenant.signIn(admin.email)
      await seedThroughApi(
        { baseUrl: `http://${base.host}:${base.port}`, token },
        tenant.mailboxes.map((mailbox) => mailbox.address),
      )
    },
  }
}

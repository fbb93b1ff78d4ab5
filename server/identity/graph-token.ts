import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { ConfidentialClientApplication, type Configuration, LogLevel } from '@azure/msal-node'
import type { EntraConfig } from '../config.ts'

/** Hands out Graph access tokens; they are opaque to us and never logged. */
export interface GraphTokens {
  /** As the application itself (client credentials). `fresh` skips the cache after a 401. */
  forApplication(options?: { fresh?: boolean }): Promise<string>
  /** As the signed-in person (on behalf of), for what a rep does with their own rights. */
  onBehalfOf(accessToken: string, scopes: string[]): Promise<string>
}

export class GraphSignInFailed extends Error {
  override name = 'GraphSignInFailed'
  /** Entra's own code, for example `invalid_client`. */
  readonly code: string
  constructor(code: string, description: string, options?: { cause: unknown }) {
    super(description, options)
    this.code = code
  }
}

/** Source: "OAuth 2.0 client credentials flow" and "on-behalf-of flow" of the Microsoft identity platform. */
export function graphTokens(entra: EntraConfig, graphBaseUrl: string): GraphTokens {
  const application = new ConfidentialClientApplication(msalConfiguration(entra))
  const scope = `${graphBaseUrl}/.default`
  return {
    forApplication: ({ fresh = false } = {}) =>
      acquired(application.acquireTokenByClientCredential({ scopes: [scope], skipCache: fresh })),
    onBehalfOf: (accessToken, scopes) =>
      acquired(
        application.acquireTokenOnBehalfOf({
          oboAssertion: accessToken,
          scopes: scopes.map((name) => `${graphBaseUrl}/${name}`),
        }),
      ),
  }
}

function msalConfiguration(entra: EntraConfig): Configuration {
  return {
    auth: {
      clientId: entra.clientId,
      authority: `${entra.authority}/${entra.tenantId}`,
      knownAuthorities: [new URL(entra.authority).host],
      ...('secret' in entra.credential
        ? { clientSecret: entra.credential.secret }
        : { clientCertificate: certificateFrom(entra.credential.certificatePem) }),
    },
    system: { loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => {} } },
  }
}

/** One PEM file with the certificate and its private key. */
function certificateFrom(pem: string) {
  const certificate = new X509Certificate(pem)
  return {
    thumbprintSha256: createHash('sha256').update(certificate.raw).digest('hex'),
    privateKey: createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString(),
    x5c: certificate.toString(),
  }
}

async function acquired(request: Promise<{ accessToken: string } | null>): Promise<string> {
  try {
    const answer = await request
    if (!answer?.accessToken) throw new GraphSignInFailed('no_token', 'Entra answered without a token.')
    return answer.accessToken
  } catch (error) {
    if (error instanceof GraphSignInFailed) throw error
    const { errorCode, message } = error as { errorCode?: string; message: string }
    throw new GraphSignInFailed(errorCode ?? 'unreachable', message, { cause: error })
  }
}

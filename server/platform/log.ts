import { type Logger, pino } from 'pino'

/** JSON lines with request ids. Never personal data or tokens: addresses, subjects, names and queries stay out. */
export const openLog = (level: string): Logger =>
  pino({
    level,
    redact: ['req.headers.authorization', '*.accessToken', '*.token'],
    serializers: {
      req: ({ method, routeOptions, id }: { method: string; routeOptions?: { url?: string }; id: string }) => ({
        method,
        route: routeOptions?.url,
        id,
      }),
      err: errorWithoutData,
    },
  })

/** Messages of the database and of Graph may quote values; their codes do not. */
function errorWithoutData(error: Error & { code?: string; status?: number; cause?: unknown }) {
  const cause = error.cause as { code?: string; name?: string } | undefined
  return {
    type: error.name,
    code: error.code ?? cause?.code,
    status: error.status,
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12),
  }
}

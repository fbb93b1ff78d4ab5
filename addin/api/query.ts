import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** Reads are tried again when the fault may pass; writes never by themselves. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The pane decides by itself what offline means: `navigator.onLine` is wrong behind VPNs.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 30_000,
        gcTime: 60 * 60_000,
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem && (error.isOffline || error.status === 429 || error.status >= 500)
}

import type { HostWindow } from './item.ts'

/** Office error of `getAccessToken` where the host has no legacy single sign-on for the add-in. */
const SSO_NOT_SUPPORTED = 13000

interface SharedCallData {
  DdaMethod: { DispatchId: number }
  /** Of a completed command: its id, a status (0: it ran), and the event as JSON. */
  0?: string
  1?: number
  2?: string
}

/** How an event handler ended. */
export interface Completion {
  /** 0 when it ran; 11101 when the add-in has no such function. */
  status: number
  allowEvent?: boolean
  errorMessage?: string
}

/** Answers one `executeMethod` (small e): calls that Outlook shares with the other Office applications. */
export function executeShared(
  window: HostWindow,
  data: unknown,
  completed: (id: string, completion: Completion) => void = () => {},
): Record<string, unknown> {
  const shared = data as SharedCallData
  const id = shared.DdaMethod.DispatchId
  if (id === 94) {
    const { completedContext } = JSON.parse(shared[2] ?? '{}') as { completedContext?: Omit<Completion, 'status'> }
    completed(shared[0] ?? '', { status: shared[1] ?? 0, ...completedContext })
    return answer()
  }
  if (id === 97) {
    window.closePane()
    return answer()
  }
  // The manifest has no WebApplicationInfo: sign-in is nested app authentication, not the older getAccessToken.
  if (id === 98) return answer(SSO_NOT_SUPPORTED)
  console.error(`Outlook preview: office.js made unknown shared call ${id}.`, data)
  return answer(5001)
}

const answer = (error = 0) => ({ Version: 1, Error: error })

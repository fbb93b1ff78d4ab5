import type { HostWindow } from './item.ts'

/** Office error of `getAccessToken` where the host has no legacy single sign-on for the add-in. */
const SSO_NOT_SUPPORTED = 13000

interface SharedCallData {
  DdaMethod: { DispatchId: number }
}

/** Answers one `executeMethod` (small e): calls that Outlook shares with the other Office applications. */
export function executeShared(window: HostWindow, data: unknown): Record<string, unknown> {
  const id = (data as SharedCallData).DdaMethod.DispatchId
  if (id === 94) return answer() // a command has completed: the manifest declares none yet
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

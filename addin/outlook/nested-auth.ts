import { attempt } from './start.ts'

/** True when the host claims nested app authentication. The claim is no guarantee (office-js#6610, #5209). */
export function isNestedAppAuthSupported(): boolean {
  return (
    hasBridge() || Boolean(attempt(() => globalThis.Office.context.requirements.isSetSupported('NestedAppAuth', '1.1')))
  )
}

/** Without the bridge MSAL silently falls back to browser pop-ups, which Outlook's frames do not allow. */
export function hasBridge(): boolean {
  return 'nestedAppAuthBridge' in window && window.nestedAppAuthBridge !== undefined
}

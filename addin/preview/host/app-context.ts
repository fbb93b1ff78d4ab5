import type { HostSettings } from './settings.ts'
import type { OfficeTheme } from './theme.ts'

/** Ids of one pane's session. Fresh ones for each frame: office.js keeps state under them in the tab's sessionStorage. */
export interface SessionIds {
  conversation: string
  control: string
  correlation: string
}

export function newSessionIds(): SessionIds {
  return { conversation: crypto.randomUUID(), control: crypto.randomUUID(), correlation: crypto.randomUUID() }
}

/** The name of the pane's frame, from which office.js learns what host it runs in and `office/compat.js` what is offered. */
export function frameName(ids: SessionIds, settings: HostSettings, theme: OfficeTheme): string {
  return JSON.stringify({
    baseFrameName: `outlook_${ids.control}`,
    hostInfo: `Outlook$Web$16.01$${settings.language}$${ids.correlation}$$$0`,
    xdmInfo: `${ids.conversation}|${ids.control}|${location.origin}`,
    serializerVersion: 1,
    flights: '[]',
    preview: { origin: location.origin, nestedAppAuth: settings.naa !== 'absent', theme },
  })
}

/**
 * Answer to `getAppContextAsync`. `roamingSettings` maps names to JSON texts.
 * `react` in the requirement matrix makes office.js send its telemetry to the host, which drops it.
 */
export function appContext(
  ids: SessionIds,
  settings: HostSettings,
  paneUrl: URL,
  roamingSettings: Record<string, string>,
) {
  const sets: Record<string, string> = { Mailbox: settings.mailbox, DialogApi: '1.2', react: '1.0' }
  if (settings.naa !== 'absent') sets.NestedAppAuth = '1.1'
  return {
    _id: ids.control,
    _appName: 64, // Outlook on the web
    _appVersion: '16.01',
    _appMinorVersion: 1,
    _appUILocale: settings.language,
    _dataLocale: settings.language,
    _docUrl: '',
    _clientMode: 0,
    _settings: roamingSettings,
    _reason: 'documentOpened',
    _osfControlType: 1,
    _eToken: '',
    _correlationId: ids.correlation,
    _appInstanceId: ids.control,
    _requirementMatrix: JSON.stringify(sets),
    _hostFullVersion: '16.01.15407.1',
    _clientWindowHeight: window.innerHeight,
    _clientWindowWidth: window.innerWidth,
    _addinName: 'Throughline',
    _appDomains: [paneUrl.origin.replace(/^http:/, 'https:')],
    _featureGates: {},
    _initialDisplayMode: 2,
    _hostCustomMessage: null,
  }
}

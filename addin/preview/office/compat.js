// Three things that office.js from the CDN has and the npm build lacks on the web: nested app authentication, the office
// theme at start, openBrowserWindow. They speak to the preview page over a channel of their own; the page tells what it
// offers under `preview` in the frame's name, next to what office.js itself reads there.
;(() => {
  const CHANNEL = 'outlook-preview'
  // A dialog inherits the name of its pane but is a window of its own: it has neither nested sign-in nor a theme.
  if (window.parent === window) return
  const offer = readOffer()
  if (!offer) return

  const listeners = new Set()
  let theme = offer.theme

  function readOffer() {
    try {
      return JSON.parse(window.name).preview
    } catch {
      return undefined
    }
  }

  function tell(kind, payload) {
    window.parent.postMessage({ channel: CHANNEL, kind, payload }, offer.origin)
  }

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== offer.origin || data?.channel !== CHANNEL) return
    if (data.kind === 'theme') theme = data.payload
    if (data.kind === 'naa') for (const listener of listeners) listener(data.payload)
  })

  if (offer.nestedAppAuth) {
    window.nestedAppAuthBridge = {
      addEventListener: (_event, listener) => listeners.add(listener),
      removeEventListener: (_event, listener) => listeners.delete(listener),
      postMessage: (message) => tell('naa', message),
    }
  }

  // Not Office.onReady: that call marks the add-in as ready and would hide that the add-in itself never called it.
  window.Office.onReadyInternal(() => {
    const { context } = window.Office
    Object.defineProperty(context, 'officeTheme', { configurable: true, get: () => theme })
    if (context.ui) context.ui.openBrowserWindow = (url) => tell('openBrowserWindow', { url })
  })
})()

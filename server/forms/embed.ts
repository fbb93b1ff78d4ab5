import type { PublishedForm } from './open-form.ts'

/** Text of JavaScript that stands for a value, wherever the script is put. */
const literal = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The script of the snippet: puts the form into the page where the snippet stands, as high as it is. */
export const embedScript = ({ publicId, definition }: PublishedForm): string => `(() => {
  const script = document.currentScript
  if (!script) return
  const origin = new URL(script.src).origin
  const frame = document.createElement('iframe')
  frame.title = ${literal(definition.title)}
  frame.src = origin + '/f/' + ${literal(publicId)} + '?embed=1&page=' + encodeURIComponent(location.origin + location.pathname)
  frame.style.cssText = 'display:block;width:100%;min-height:20rem;border:0;background:transparent'
  script.after(frame)
  addEventListener('message', (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow || !event.data) return
    const { throughlineHeight: height, throughlineGoOn: goOn } = event.data
    if (typeof height === 'number' && height > 0 && height < 20000) frame.style.height = Math.ceil(height) + 'px'
    if (typeof goOn === 'string' && goOn.startsWith('https://')) location.assign(goOn)
  })
})()
`

/** What runs inside the frame: tells the page around it how high the form is, and where to go on afterwards. */
export const frameScript = `(() => {
  const tell = (data) => parent.postMessage(data, '*')
  new ResizeObserver(() => tell({ throughlineHeight: document.documentElement.offsetHeight })).observe(document.documentElement)
  const goOn = document.querySelector('[data-go-on]')
  if (goOn) tell({ throughlineGoOn: goOn.href })
})()
`

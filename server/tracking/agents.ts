/**
 * Programs that fetch images and follow links without anybody reading. First the ones with a name of their own, so that
 * the reason can say it.
 */
const machines: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Barracuda', /barracuda/i],
  ['Mimecast', /mimecast/i],
  ['Proofpoint', /proofpoint|urldefense/i],
  ['Microsoft Defender', /safelinks|(?:microsoft|windows)[ -]?defender/i],
  ['Microsoft’s link preview', /BingPreview|SkypeUriPreview|Microsoft Office (?:Protocol|Existence) Discovery/i],
  ['Symantec', /symantec|messagelabs/i],
  ['Cisco', /ironport|cisco/i],
  ['Trend Micro', /trend ?micro/i],
  ['Sophos', /sophos/i],
  ['Slack’s link preview', /slackbot|slack-imgproxy/i],
  ['a link preview', /facebookexternalhit|twitterbot|linkedinbot|whatsapp|telegrambot|discordbot|embedly/i],
  ['a browser without a window', /headless|phantomjs|puppeteer|playwright|selenium|electron-fetch/i],
  [
    'a script',
    /^(?:curl|wget|python|java|go-http-client|okhttp|libwww|axios|node|ruby|perl|php|guzzle|got|undici|powershell|apache-httpclient|httpie|postman|scrapy|lua|dart)\b|python-requests|aiohttp|urllib|winhttp|nutch/i,
  ],
  // Cubot makes telephones.
  ['a robot', /(?<!\bcu)bot\b|crawl|spider|slurp|scan(?:ner)?\b|monitor|checker|validator|archiver|fetcher|urlcheck/i],
]

/** Which machine it says it is; null when it says none. */
export const machineOf = (agent: string): string | null =>
  machines.find(([, pattern]) => pattern.test(agent))?.[0] ?? null

/** Gateways that stand between the reader and the link rewrite it to an address of theirs. */
const gateways: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Microsoft’s Safe Links', /(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us)$/i],
  ['Proofpoint’s URL Defense', /(?:^|\.)urldefense(?:\.proofpoint)?\.(?:com|us)$/i],
  ['Mimecast', /(?:^|\.)mimecast(?:protect)?\.com$/i],
  ['Barracuda', /(?:^|\.)(?:linkprotect\.cudasvc|cudasvc)\.com$/i],
]

export const gatewayOf = (referringHost: string): string | null =>
  gateways.find(([, pattern]) => pattern.test(referringHost))?.[0] ?? null

export type ImageProxy = 'apple' | 'gmail' | 'gmail_prefetch' | 'yahoo'

/**
 * Proxies that fetch images in place of the reader. Apple's names nothing but `Mozilla/5.0`; Google's says GoogleImageProxy
 * and where it is told about (ggpht.com), or, when it loads before anybody looks, gives itself out as an Edge of 2015; Yahoo's
 * says YahooMailProxy.
 */
export function imageProxyOf(agent: string): ImageProxy | null {
  if (agent === 'Mozilla/5.0') return 'apple'
  if (/Edge\/12\.246 Mozilla\/5\.0$/.test(agent)) return 'gmail_prefetch'
  if (/GoogleImageProxy|ggpht\.com/i.test(agent)) return 'gmail'
  if (/YahooMailProxy/i.test(agent)) return 'yahoo'
  return null
}

/** What people read mail with. Outlook on Windows says `Microsoft Outlook`, `ms-office` or `Microsoft Office/16.0`. */
export const isReader = (agent: string): boolean =>
  /AppleWebKit|Gecko\/|Firefox\/|Outlook|ms-office|Microsoft Office\/|MSOffice|Trident\/|Thunderbird|Lotus-Notes|Opera|MSIE \d/i.test(
    agent,
  )

/** Office asks for a link before it hands it to a browser, which then comes by itself. */
export const isOfficeItself = (agent: string): boolean =>
  /ms-office|MSOffice|Microsoft Office|Microsoft Outlook/i.test(agent) && !/AppleWebKit|Gecko\//i.test(agent)

/**
 * Networks of Exchange Online Protection and Defender, from which Microsoft looks at mail and links ("Office 365 URLs and
 * IP address ranges", id 10, and where Safe Links is seen to come from), as whole /24 and /48 networks.
 */
export function isMailFilterNetwork(network: string): boolean {
  if (network.startsWith('2a01:111:')) return true
  const [a = -1, b = -1, c = -1] = network.split('.').map(Number)
  return (
    (a === 40 && (b === 92 || b === 93 || b === 94 || b === 107)) ||
    (a === 52 && b >= 96 && b <= 111) ||
    (a === 104 && b === 47 && c < 128)
  )
}

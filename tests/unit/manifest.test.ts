import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { DOMParser, type Element } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { manifestFor, officeVersion, registrationNotes, serverOrigin } from '../../addin/manifest.ts'

const root = resolve(import.meta.dirname, '../..')
const text = await readFile(join(root, 'manifest.xml'), 'utf8')
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

const V10 = 'http://schemas.microsoft.com/office/mailappversionoverrides'
const V11 = `${V10}/1.1`
const LOCALES = ['de-DE', 'fr-FR', 'es-ES']

function parse(xml: string): Element {
  const faults: string[] = []
  const document = new DOMParser({ onError: (_level, message) => faults.push(message) }).parseFromString(
    xml,
    'text/xml',
  )
  expect(faults).toEqual([])
  if (!document.documentElement) throw new Error('The manifest is empty.')
  return document.documentElement
}

const office = parse(text)
/** Elements by local name, in any namespace or in one. */
const all = (name: string, namespace = '*', within: Element = office): Element[] => [
  ...within.getElementsByTagNameNS(namespace, name),
]
const value = (element: Element | undefined, attribute = 'DefaultValue') => element?.getAttribute(attribute) ?? ''
const content = (name: string) => all(name)[0]?.textContent?.trim()
const overrides = (element: Element) =>
  [...element.childNodes].filter((node) => node.nodeName.endsWith('Override')) as Element[]

describe('manifest.xml', () => {
  it('keeps the id under which Outlook knows the add-in', () => {
    expect(content('Id')).toBe('b43e0400-4cea-4a12-ba6e-635e3cc4b079')
    expect(office.getAttribute('xsi:type')).toBe('MailApp')
  })

  it('keeps the ids of groups and controls, which administrators and users may have arranged', () => {
    for (const namespace of [V10, V11]) {
      const ids = (name: string) => all(name, namespace).map((element) => value(element, 'id'))
      expect(ids('Group')).toEqual(['throughline.read', 'throughline.compose'])
      expect(ids('Control')).toEqual(['throughline.read.open', 'throughline.compose.open'])
    }
  })

  it('carries the version of the package', () => {
    expect(content('Version')).toBe(officeVersion(version))
  })

  it('asks for no more than it uses', () => {
    expect(content('Permissions')).toBe('ReadWriteItem')
    const sets = all('Set').map((set) => [value(set, 'Name'), value(set.parentNode as Element, 'DefaultMinVersion')])
    expect(sets).toEqual([
      ['Mailbox', '1.5'],
      ['Mailbox', '1.5'],
      ['Mailbox', '1.5'],
    ])
  })

  it('uses https everywhere, and one origin for everything of ours', () => {
    const urls = ['IconUrl', 'HighResolutionIconUrl', 'SupportUrl', 'SourceLocation', 'Image', 'Url']
      .flatMap((name) => all(name))
      .map((element) => value(element))
      .filter((url) => url !== '')
    expect(urls.length).toBeGreaterThan(10)
    expect(new Set(urls.map((url) => new URL(url).origin))).toEqual(new Set(['https://localhost:3443']))
    for (const domain of all('AppDomain')) {
      expect(domain.textContent).toMatch(/^https:\/\/[a-z0-9.-]+(:\d+)?$/)
    }
  })

  it('pins the pane in 1.1, which stands inside 1.0', () => {
    const [inner] = all('VersionOverrides', V11)
    expect(inner?.parentNode?.namespaceURI).toBe(V10)
    expect(all('SupportsPinning').map((element) => [element.namespaceURI, element.textContent])).toEqual([
      [V11, 'true'],
      [V11, 'true'],
    ])
  })

  it('has its button on messages being read and being written, in both forms', () => {
    for (const namespace of [V10, V11]) {
      const places = all('ExtensionPoint', namespace).map((point) => value(point, 'xsi:type'))
      expect(places).toEqual(expect.arrayContaining(['MessageReadCommandSurface', 'MessageComposeCommandSurface']))
    }
  })

  it('asks for events in 1.1 alone, softly on sending, with the page and the script of classic Outlook', () => {
    expect(all('LaunchEvent', V10)).toEqual([])
    expect(
      all('LaunchEvent', V11).map((event) => [
        value(event, 'Type'),
        value(event, 'FunctionName'),
        value(event, 'SendMode'),
      ]),
    ).toEqual([
      ['OnNewMessageCompose', 'onNewMessageCompose', ''],
      ['OnMessageCompose', 'onMessageCompose', ''],
      ['OnMessageRecipientsChanged', 'onMessageRecipientsChanged', ''],
      ['OnMessageSend', 'onMessageSend', 'SoftBlock'],
    ])
    const [runtime] = all('Runtime', V11)
    const [script] = all('Override', V11, runtime)
    const point = all('ExtensionPoint', V11).find((one) => value(one, 'xsi:type') === 'LaunchEvent')
    expect(value(all('SourceLocation', V11, point)[0], 'resid')).toBe(value(runtime, 'resid'))
    expect(value(script, 'type')).toBe('javascript')
    const urlOfId = (id: string) => value(all('Url').find((url) => value(url, 'id') === id))
    expect(urlOfId(value(runtime, 'resid'))).toBe('https://localhost:3443/events.html')
    expect(urlOfId(value(script, 'resid'))).toBe('https://localhost:3443/events.js')
    // The order matters to Outlook: what runs comes before where it is offered.
    expect(runtime?.parentNode?.nextSibling?.nextSibling?.nodeName).toBe('DesktopFormFactor')
  })

  it.each([V10, V11])('resolves every resource id of %s, and defines none in vain', (namespace) => {
    const outer = all('VersionOverrides', namespace)[0]
    const resources = all('Resources', namespace, outer)[0]
    const defined = ['Image', 'Url', 'String']
      .flatMap((name) => all(name, '*', resources))
      .map((element) => value(element, 'id'))
    const own = (element: Element) =>
      element.namespaceURI === namespace || element.parentNode?.namespaceURI === namespace
    const used = all('*', '*', outer)
      .filter(own)
      .map((element) => value(element, 'resid'))
      .filter((id) => id !== '')
    expect(new Set(used)).toEqual(new Set(defined))
    expect(new Set(defined).size).toBe(defined.length)
    for (const id of defined) expect(id.length).toBeLessThanOrEqual(32)
  })

  it('keeps texts within what Outlook takes', () => {
    const limits: [string, number][] = [
      ['DisplayName', 30],
      ['Description', 250],
      ['ShortStrings', 125],
      ['LongStrings', 250],
    ]
    for (const [name, limit] of limits) {
      for (const element of all(name).flatMap((found) => [found, ...all('*', '*', found)])) {
        for (const attribute of ['DefaultValue', 'Value'])
          expect(value(element, attribute).length).toBeLessThanOrEqual(limit)
      }
    }
  })

  it('speaks every language of the add-in, except in its own name', () => {
    const texts = [...all('Description').filter((element) => value(element)), ...all('String')]
    for (const element of texts.filter((found) => value(found) !== 'Throughline')) {
      expect(overrides(element).map((override) => value(override, 'Locale'))).toEqual(LOCALES)
      for (const override of overrides(element)) expect(value(override, 'Value')).not.toBe(value(element))
    }
  })

  it('names icons that exist in the size it says', async () => {
    const named = [
      ...all('IconUrl').map((element) => [value(element), 64] as const),
      ...all('HighResolutionIconUrl').map((element) => [value(element), 128] as const),
      ...all('Icon')
        .flatMap((icon) => all('Image', '*', icon))
        .map((image) => [urlOf(value(image, 'resid')), Number(value(image, 'size'))] as const),
    ]
    expect(named.length).toBe(18)
    for (const [url, size] of named) {
      expect(await pngSize(join(root, 'addin', new URL(url).pathname))).toEqual([size, size])
    }
  })
})

const urlOf = (id: string) => value(all('Image').find((image) => value(image, 'id') === id))

/** Width and height from a PNG's first chunk. */
async function pngSize(file: string): Promise<[number, number]> {
  const bytes = await readFile(file)
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

describe('npm run manifest', () => {
  it('moves every address to the server and keeps the id', () => {
    const written = manifestFor(text, 'https://crm.example.com', '2.3.4')
    expect(written).not.toContain('localhost')
    expect(written).toContain('<Version>1.2.3.4</Version>')
    expect(written).toContain('DefaultValue="https://crm.example.com/taskpane.html"')
    expect(written).toContain('DefaultValue="https://crm.example.com/events.js"')
    expect(parse(written).getElementsByTagName('Id')[0]?.textContent).toBe(content('Id'))
  })

  it('raises the manifest version with every package version', () => {
    expect(officeVersion('0.1.0')).toBe('1.0.1.0')
    expect(officeVersion('1.0.0-beta.2')).toBe('1.1.0.0')
    expect(() => officeVersion('soon')).toThrow('soon')
  })

  it('refuses addresses that Outlook would not load', () => {
    expect(serverOrigin('https://crm.example.com/')).toBe('https://crm.example.com')
    for (const url of ['http://crm.example.com', 'crm.example.com', 'https://crm.example.com/app']) {
      expect(() => serverOrigin(url)).toThrow('--url')
    }
  })

  it('tells what the app registration needs', () => {
    const notes = registrationNotes('https://crm.example.com:8443', '0b8f2f04-6c43-4f4c-9d53-1f2f9cf3a1aa')
    expect(notes).toContain('brk-multihub://crm.example.com:8443')
    expect(() => registrationNotes('https://crm.example.com', 'mine')).toThrow('--client-id')
  })

  it('writes the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'manifest-'))
    const out = join(folder, 'deep/manifest.xml')
    const run = (...args: string[]) => promisify(execFile)(process.execPath, [join(root, 'addin/manifest.ts'), ...args])
    try {
      await run('--url', 'https://crm.example.com', '--out', out)
      expect(await readFile(out, 'utf8')).toContain('https://crm.example.com/assets/icon-64.png')
      await expect(run('--out', out)).rejects.toThrow('Which server?')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

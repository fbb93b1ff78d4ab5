import { DEFAULT_SETTINGS, type HostSettings, SETTING_CHOICES } from '../host/settings.ts'
import { THEMES, type ThemeName } from '../host/theme.ts'

export type ComposeMode = 'new' | 'reply' | 'replyAll' | 'forward' | 'draft'
const COMPOSE_MODES: readonly ComposeMode[] = ['new', 'reply', 'replyAll', 'forward', 'draft']

/** Everything on screen that a link can name: it lives in the address after `#`. */
export interface Address {
  user: string
  /** A well-known folder name, or a Graph id. */
  folder: string
  message: string
  compose: ComposeMode | ''
  theme: ThemeName
  pane: boolean
  pinned: boolean
  settings: HostSettings
}

const choicesOf = <K extends keyof HostSettings>(key: K) =>
  SETTING_CHOICES[key] as unknown as readonly HostSettings[K][]

function oneOf<T extends string>(choices: readonly T[], value: string | null, fallback: T): T {
  return choices.find((choice) => choice === value) ?? fallback
}

export function parseAddress(hash: string): Address {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const setting = <K extends keyof HostSettings>(key: K) =>
    oneOf<HostSettings[K]>(choicesOf(key), query.get(key), DEFAULT_SETTINGS[key])
  return {
    user: query.get('user') ?? '',
    folder: query.get('folder') ?? 'inbox',
    message: query.get('message') ?? '',
    compose: oneOf(['', ...COMPOSE_MODES], query.get('compose'), ''),
    theme: oneOf(THEMES, query.get('theme'), 'light'),
    pane: query.get('pane') === 'open',
    pinned: query.get('pinned') === '1',
    settings: {
      mailbox: setting('mailbox'),
      permission: setting('permission'),
      naa: setting('naa'),
      speed: setting('speed'),
      language: setting('language'),
    },
  }
}

export function formatAddress(address: Address): string {
  const { settings, pane, pinned, ...plain } = address
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(plain)) if (value) query.set(key, value)
  if (pane) query.set('pane', 'open')
  if (pinned) query.set('pinned', '1')
  for (const key of Object.keys(settings) as (keyof HostSettings)[]) {
    if (settings[key] !== DEFAULT_SETTINGS[key]) query.set(key, settings[key])
  }
  return `#${query}`
}

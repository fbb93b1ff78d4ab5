/** What the Developer menu can change about the host: all of it is how real Outlooks differ or misbehave. */
export interface HostSettings {
  /** Highest Mailbox requirement set the host claims. office.js from npm ends at 1.12. */
  mailbox: '1.5' | '1.8' | '1.10' | '1.12'
  permission: 'Restricted' | 'ReadItem' | 'ReadWriteItem' | 'ReadWriteMailbox'
  /** How nested app authentication goes. */
  naa: 'works' | 'asks' | 'cancel' | 'silence' | 'fails' | 'absent'
  /** How long the host takes to hand over the item. */
  speed: 'normal' | 'slow' | 'never'
  /** Outlook's display language. */
  language: 'en-US' | 'de-DE' | 'fr-FR' | 'es-ES'
}

export const DEFAULT_SETTINGS: HostSettings = {
  mailbox: '1.12',
  permission: 'ReadWriteItem',
  naa: 'works',
  speed: 'normal',
  language: 'en-US',
}

export const SETTING_CHOICES = {
  mailbox: ['1.5', '1.8', '1.10', '1.12'],
  permission: ['Restricted', 'ReadItem', 'ReadWriteItem', 'ReadWriteMailbox'],
  naa: ['works', 'asks', 'cancel', 'silence', 'fails', 'absent'],
  speed: ['normal', 'slow', 'never'],
  language: ['en-US', 'de-DE', 'fr-FR', 'es-ES'],
} as const satisfies { [K in keyof HostSettings]: readonly HostSettings[K][] }

/** Delay of the initial data in a slow host, milliseconds: longer than most spinners' patience. */
export const SLOW_HOST_MS = 12_000

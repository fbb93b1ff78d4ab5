import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import {
  type OrganisationSetting,
  readOrganisationSetting,
  writeOrganisationSetting,
} from '../users/organisation-settings.ts'
import type { TrackingSettings, WriteTrackingSettings } from './schema.ts'

const setting: OrganisationSetting<{ enabled: boolean; keepDays: number }> = {
  key: 'tracking',
  delivered: { enabled: false, keepDays: 90 },
  action: 'tracking.changed',
}

/** Whether opens and clicks are looked at, and how long. Off until an administrator turns it on. */
export const trackingSettings = (tx: Tx): Promise<TrackingSettings> => readOrganisationSetting(tx, setting)

export const writeTrackingSettings = (
  db: Database,
  actor: Actor,
  { enabled, keepDays }: WriteTrackingSettings,
): Promise<TrackingSettings> =>
  writeOrganisationSetting(db, actor, setting, (before) => ({ enabled, keepDays: keepDays ?? before.keepDays }))

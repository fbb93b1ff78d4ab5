import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import {
  type OrganisationSetting,
  readOrganisationSetting,
  writeOrganisationSetting,
} from '../users/organisation-settings.ts'
import type { MergeSettings, WriteMergeSettings } from './schema.ts'

const setting: OrganisationSetting<WriteMergeSettings> = {
  key: 'merging',
  delivered: { mergeAutomatically: false },
  action: 'merging.changed',
}

/** Whether the server merges by itself. Off until a manager or an administrator turns it on. */
export const mergeSettings = (tx: Tx): Promise<MergeSettings> => readOrganisationSetting(tx, setting)

export const writeMergeSettings = (db: Database, actor: Actor, after: WriteMergeSettings): Promise<MergeSettings> =>
  writeOrganisationSetting(db, actor, setting, () => after)

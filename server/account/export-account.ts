import type { Readable } from 'node:stream'
import type { Database } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { download } from '../platform/download.ts'
import { zip } from '../platform/zip.ts'
import { accountFiles } from './files.ts'
import { exportedTables } from './tables.ts'

/**
 * Everything the organisation has here, as open files in a zip, of one instant: nobody is locked in. The stream comes when
 * the export stands in the audit log.
 * @throws ExportsBusy
 */
export const exportAccount = (context: { db: Database; now(): Date }, actor: Actor): Promise<Readable> =>
  download(context.db, async (tx) => {
    const now = context.now()
    const details = { tables: exportedTables.length }
    await audit(context.db, actor, { action: 'account.exported', subjectKind: 'account', subjectId: null, details })
    return zip(accountFiles({ tx, actor, now }), now)
  })

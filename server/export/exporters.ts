import type { ExportHeading } from '#db/references.ts'
import { activities } from './activities.ts'
import { consent, consentWarnings } from './consent.ts'
import { deals, forms, takenOff, tracking } from './dealings.ts'
import type { Exporter } from './exporter.ts'
import { blocks, bulkChanges, changes, imports, mailPlaces, merges, recipients, sources } from './history.ts'
import { addresses, customFields, identity, tags } from './identity.ts'
import { score } from './score.ts'
import { segments } from './segments.ts'

/** One for each heading of the registry of references. */
export const exporters: Record<ExportHeading, Exporter> = {
  identity,
  addresses,
  consent,
  consentWarnings,
  customFields,
  tags,
  segments,
  score,
  activities,
  takenOff,
  deals,
  tracking,
  forms,
  changes,
  bulkChanges,
  imports,
  merges,
  mailPlaces,
  blocks,
  sources,
  recipients,
}

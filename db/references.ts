/**
 * Every column that refers to a contact, with what merging, exporting and erasing do about it. Merge, export and erase
 * walk this list, and a test compares it with the database catalogue: a reference that is missing here fails it.
 */
export interface ContactReference {
  table: string
  column: string
  /**
   * `move`: re-point to the primary, collapsing rows that would repeat. `keep`: follows the survivor as
   * history. `recompute`: follows from the rest and is worked out anew.
   */
  merge: 'move' | 'keep' | 'recompute'
  /** Under which heading the rows stand in an export; null when they hold nothing about the person. */
  export: string | null
  /** `delete` the row, or `with-contact` when the foreign key takes it along. */
  erase: 'delete' | 'with-contact'
}

export const contactReferences: readonly ContactReference[] = [
  { table: 'contact_addresses', column: 'contact_id', merge: 'move', export: 'addresses', erase: 'with-contact' },
  { table: 'contact_tags', column: 'contact_id', merge: 'move', export: 'tags', erase: 'with-contact' },
  { table: 'contact_changes', column: 'contact_id', merge: 'keep', export: 'changes', erase: 'with-contact' },
  { table: 'consent_entries', column: 'contact_id', merge: 'move', export: 'consent', erase: 'with-contact' },
  { table: 'consent_warnings', column: 'contact_id', merge: 'move', export: null, erase: 'with-contact' },
  { table: 'contact_engagement', column: 'contact_id', merge: 'recompute', export: 'score', erase: 'with-contact' },
  { table: 'contact_custom_values', column: 'contact_id', merge: 'recompute', export: null, erase: 'with-contact' },
  { table: 'score_adjustments', column: 'contact_id', merge: 'move', export: 'score', erase: 'with-contact' },
  { table: 'segment_members', column: 'contact_id', merge: 'move', export: 'segments', erase: 'with-contact' },
  { table: 'bulk_targets', column: 'contact_id', merge: 'move', export: 'bulkChanges', erase: 'with-contact' },
  { table: 'activity_contacts', column: 'contact_id', merge: 'move', export: 'activities', erase: 'with-contact' },
  { table: 'owed_backfills', column: 'contact_id', merge: 'move', export: null, erase: 'with-contact' },
]

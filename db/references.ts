/**
 * Everything that refers to a contact, with what merging, exporting and erasing do about it. Merge, export and erase walk
 * these lists; tests compare them with the database catalogue, so that what is missing here fails them.
 */

/** Under which headings an export shows what is held, in the order of the file. `identity` is the record itself. */
export const exportHeadings = [
  'identity',
  'addresses',
  'consent',
  'consentWarnings',
  'customFields',
  'tags',
  'segments',
  'score',
  'activities',
  'changes',
  'bulkChanges',
  'imports',
  'merges',
  'mailPlaces',
  'blocks',
  'sources',
  'recipients',
] as const
export type ExportHeading = (typeof exportHeadings)[number]

type Exported = { export: ExportHeading } | { export: null; because: string }

/** A column with the id of a contact. */
export type ContactReference = Exported & {
  table: string
  column: string
  /**
   * `move`: re-point to the survivor, collapsing rows that would repeat. `keep`: re-point as it is; it is history and
   * nothing of it is folded. `recompute`: follows from the rest and is worked out anew.
   */
  merge: 'move' | 'keep' | 'recompute'
  /** What makes a row one of a kind beside the contact: of two that are equal in it, the survivor's stays. */
  oneFor: readonly string[] | null
  /** The foreign key takes the row along when the contact goes. */
  erase: 'with-contact'
}

export const contactReferences: readonly ContactReference[] = [
  // Of two primary addresses the loser's becomes an alias.
  {
    table: 'contact_addresses',
    column: 'contact_id',
    merge: 'move',
    oneFor: null,
    export: 'addresses',
    erase: 'with-contact',
  },
  {
    table: 'contact_tags',
    column: 'contact_id',
    merge: 'move',
    oneFor: ['tag_id'],
    export: 'tags',
    erase: 'with-contact',
  },
  // Append-only by trigger: entries leave one and enter the other, ids and all; see server/merge/move-rows.ts.
  {
    table: 'contact_changes',
    column: 'contact_id',
    merge: 'keep',
    oneFor: null,
    export: 'changes',
    erase: 'with-contact',
  },
  // Append-only too. The strictest consent of the two wins in the projection; no entry is lost.
  {
    table: 'consent_entries',
    column: 'contact_id',
    merge: 'keep',
    oneFor: null,
    export: 'consent',
    erase: 'with-contact',
  },
  {
    table: 'consent_warnings',
    column: 'contact_id',
    merge: 'move',
    oneFor: ['expires_at', 'days_before'],
    export: 'consentWarnings',
    erase: 'with-contact',
  },
  {
    table: 'consent_reviews',
    column: 'contact_id',
    merge: 'recompute',
    oneFor: [],
    export: null,
    because: 'A mark that the law of the contact changed; it is gone a few seconds later.',
    erase: 'with-contact',
  },
  {
    table: 'contact_engagement',
    column: 'contact_id',
    merge: 'recompute',
    oneFor: [],
    export: 'score',
    erase: 'with-contact',
  },
  {
    table: 'contact_custom_values',
    column: 'contact_id',
    merge: 'recompute',
    oneFor: ['field_id', 'ordinal'],
    export: null,
    because: 'The values of contacts.custom_fields once more, cut for the index; a trigger keeps them.',
    erase: 'with-contact',
  },
  {
    table: 'score_adjustments',
    column: 'contact_id',
    merge: 'move',
    oneFor: null,
    export: 'score',
    erase: 'with-contact',
  },
  {
    table: 'segment_members',
    column: 'contact_id',
    merge: 'move',
    oneFor: ['segment_id'],
    export: 'segments',
    erase: 'with-contact',
  },
  {
    table: 'bulk_targets',
    column: 'contact_id',
    merge: 'move',
    oneFor: ['operation_id'],
    export: 'bulkChanges',
    erase: 'with-contact',
  },
  {
    table: 'import_rows',
    column: 'contact_id',
    merge: 'move',
    oneFor: null,
    export: 'imports',
    erase: 'with-contact',
  },
  {
    table: 'activity_contacts',
    column: 'contact_id',
    merge: 'move',
    oneFor: ['activity_id'],
    export: 'activities',
    erase: 'with-contact',
  },
  {
    table: 'owed_backfills',
    column: 'contact_id',
    merge: 'move',
    oneFor: [],
    export: null,
    because: 'Says only that the history of this contact is still to be fetched; gone when it is.',
    erase: 'with-contact',
  },
  // Found anew for the survivor; «not a duplicate» is carried over by the merge itself, which keeps the smaller id first.
  {
    table: 'duplicate_pairs',
    column: 'first_id',
    merge: 'recompute',
    oneFor: ['second_id'],
    export: null,
    because: 'A guess about two records, with what they have in common, which stands in both of them.',
    erase: 'with-contact',
  },
  {
    table: 'duplicate_pairs',
    column: 'second_id',
    merge: 'recompute',
    oneFor: ['first_id'],
    export: null,
    because: 'A guess about two records, with what they have in common, which stands in both of them.',
    erase: 'with-contact',
  },
  {
    table: 'duplicate_members',
    column: 'contact_id',
    merge: 'recompute',
    oneFor: [],
    export: null,
    because: 'Which guesses are looked at together; follows from them.',
    erase: 'with-contact',
  },
  {
    table: 'contact_fingerprints',
    column: 'contact_id',
    merge: 'recompute',
    oneFor: [],
    export: null,
    because: 'Hashes of parts of the name and of other fields, for finding duplicates; the fields are exported.',
    erase: 'with-contact',
  },
  {
    table: 'duplicate_due',
    column: 'contact_id',
    merge: 'recompute',
    oneFor: [],
    export: null,
    because: 'A mark that the contact is still to be compared with the others; gone seconds later.',
    erase: 'with-contact',
  },
  {
    table: 'merges',
    column: 'survivor_id',
    merge: 'move',
    oneFor: null,
    export: 'merges',
    erase: 'with-contact',
  },
  {
    table: 'merged_contacts',
    column: 'survivor_id',
    merge: 'move',
    oneFor: null,
    export: 'merges',
    erase: 'with-contact',
  },
]

/** Where a contact stands without a column of its own: in JSON, in text, as an address or a hash of one. */
export type IndirectReference = Exported & {
  table: string
  column: string
  holds: 'contact ids' | 'addresses' | 'hashes of addresses' | 'what was written'
  merge: 'nothing' | 'replace the id' | 'recompute'
  /** The member of the JSON that is the id, where it stands nowhere else: many rows are looked through by it. */
  member?: string
  /** `delete`: rows that are about this person alone. `remove`: take the person out, keep the row. `expires`: by itself. */
  erase: 'delete' | 'remove' | 'expires' | 'keep'
}

const text = 'what was written'

export const indirectReferences: readonly IndirectReference[] = [
  // An activity of this person alone goes; one of several loses what names the person.
  {
    table: 'activities',
    column: 'details',
    holds: 'addresses',
    merge: 'nothing',
    export: 'activities',
    erase: 'remove',
  },
  { table: 'activities', column: 'summary', holds: text, merge: 'nothing', export: 'activities', erase: 'remove' },
  { table: 'activities', column: 'actor_name', holds: text, merge: 'nothing', export: 'activities', erase: 'remove' },
  {
    table: 'activities',
    column: 'actor_address',
    holds: 'addresses',
    merge: 'nothing',
    export: 'activities',
    erase: 'remove',
  },
  { table: 'messages', column: 'sender', holds: 'addresses', merge: 'nothing', export: 'activities', erase: 'delete' },
  {
    table: 'messages',
    column: 'internet_message_id',
    holds: text,
    merge: 'nothing',
    export: 'activities',
    erase: 'delete',
  },
  { table: 'messages', column: 'subject_key', holds: text, merge: 'nothing', export: 'activities', erase: 'delete' },
  {
    table: 'message_copies',
    column: 'message_id',
    holds: text,
    merge: 'nothing',
    export: 'activities',
    erase: 'delete',
  },
  {
    table: 'correspondents',
    column: 'address_hash',
    holds: 'hashes of addresses',
    merge: 'nothing',
    export: 'mailPlaces',
    erase: 'delete',
  },
  {
    table: 'correspondents',
    column: 'tagged_hash',
    holds: 'hashes of addresses',
    merge: 'nothing',
    export: 'mailPlaces',
    erase: 'delete',
  },
  { table: 'mail_blocks', column: 'pattern', holds: 'addresses', merge: 'nothing', export: 'blocks', erase: 'keep' },
  {
    table: 'new_people',
    column: 'address',
    holds: 'addresses',
    merge: 'nothing',
    export: null,
    because: 'People who are no contact yet; the row goes in the transaction that makes the contact.',
    erase: 'delete',
  },
  {
    table: 'set_aside_messages',
    column: 'graph_message_id',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'Mail that could not be read: its place and a technical reason, nothing of what it says.',
    erase: 'expires',
  },
  {
    table: 'audit_entries',
    column: 'subject_id',
    holds: 'contact ids',
    merge: 'nothing',
    export: 'recipients',
    erase: 'keep',
  },
  {
    table: 'audit_entries',
    column: 'details',
    holds: 'contact ids',
    merge: 'nothing',
    export: 'recipients',
    erase: 'keep',
  },
  {
    table: 'bulk_operations',
    column: 'selection',
    holds: 'contact ids',
    merge: 'nothing',
    export: null,
    because: 'Whom it meant stands person by person in bulk_targets, which is exported.',
    erase: 'remove',
  },
  { table: 'bulk_operations', column: 'action', holds: text, merge: 'nothing', export: 'bulkChanges', erase: 'keep' },
  {
    table: 'idempotency_keys',
    column: 'answer',
    holds: 'contact ids',
    merge: 'replace the id',
    member: 'id',
    export: null,
    because: 'The id an earlier create was answered with, nothing else.',
    erase: 'delete',
  },
  {
    table: 'pgboss.job',
    column: 'data',
    holds: 'contact ids',
    merge: 'replace the id',
    member: 'contactId',
    export: null,
    because: 'Work under way: the id of the contact, nothing else.',
    erase: 'expires',
  },
  // A file holds rows of many people: theirs are blanked in it, see server/import/forget-rows.ts.
  {
    table: 'import_file_parts',
    column: 'bytes',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'The uploaded file, encrypted, for 30 days; what came of it for the person stands under imports.',
    erase: 'remove',
  },
  {
    table: 'imports',
    column: 'sample',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'The first rows of an uploaded file, for 30 days; what came of it for the person stands under imports.',
    erase: 'remove',
  },
  {
    table: 'imports',
    column: 'columns',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'Some values of an uploaded file, for 30 days; what came of it for the person stands under imports.',
    erase: 'remove',
  },
  {
    table: 'imports',
    column: 'preview',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'Rows of an uploaded file to look at, for 30 days; what came of it for the person stands under imports.',
    erase: 'remove',
  },
  {
    table: 'imports',
    column: 'undo',
    holds: 'contact ids',
    merge: 'replace the id',
    export: null,
    because: 'Whom undoing an import left as they are; the rows themselves stand under imports.',
    erase: 'remove',
  },
  {
    table: 'import_rows',
    column: 'cells',
    holds: text,
    merge: 'nothing',
    export: null,
    because:
      'Rows that were refused belong to no contact; those of the contact stand under imports. Gone after 30 days.',
    erase: 'delete',
  },
  {
    table: 'suppressions',
    column: 'address_hash',
    holds: 'hashes of addresses',
    merge: 'nothing',
    export: null,
    because: 'Of people who were erased or must not be contacted nothing else is kept.',
    erase: 'keep',
  },
  // Goes with the merge, which goes with the survivor.
  {
    table: 'merge_parts',
    column: 'rows',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'The rows of a contact before it was merged into this one, for 30 days; they stand in the record itself.',
    erase: 'delete',
  },
  { table: 'segments', column: 'filter', holds: text, merge: 'nothing', export: 'segments', erase: 'keep' },
  {
    table: 'scoring_rules',
    column: 'condition',
    holds: text,
    merge: 'nothing',
    export: 'score',
    erase: 'keep',
  },
  {
    table: 'scoring_rule_changes',
    column: 'before',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'Earlier wordings of rules for everyone; the rules that count for the person stand under score.',
    erase: 'keep',
  },
  {
    table: 'scoring_rule_changes',
    column: 'after',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'Earlier wordings of rules for everyone; the rules that count for the person stand under score.',
    erase: 'keep',
  },
  {
    table: 'scoring_runs',
    column: 'cursor',
    holds: 'contact ids',
    merge: 'nothing',
    export: null,
    because: 'How far a re-score of everyone has come: the id it stopped at.',
    erase: 'keep',
  },
  {
    table: 'saved_views',
    column: 'query',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'What a colleague searched the list for; it is theirs.',
    erase: 'remove',
  },
  {
    table: 'user_settings',
    column: 'value',
    holds: text,
    merge: 'nothing',
    export: null,
    because: 'How a colleague likes the pages; it is theirs.',
    erase: 'remove',
  },
]

/** JSON that never holds anything of a contact; a new JSON column is named here or above. */
export const jsonWithoutContacts: readonly string[] = [
  'activities.holders',
  'companies.custom_fields',
  'company_changes.after',
  'company_changes.before',
  'custom_fields.choices',
  'custom_fields.default_value',
  'import_mappings.mapping',
  'imports.file',
  'imports.mapping',
  'imports.notices',
  'imports.reading',
  'jurisdictions.delivered',
  'mailboxes.error',
  'scoring_runs.matches',
]

/** Tables that hold nothing about a single contact; a new table is named here or above. */
export const tablesWithoutContacts: readonly string[] = [
  'companies',
  'company_changes',
  'company_domains',
  'custom_fields',
  'duplicate_groups',
  'duplicate_scans',
  'fact_frequencies',
  'graph_throttles',
  'import_companies',
  'import_mappings',
  'job_progress',
  'jurisdictions',
  'mailbox_folders',
  'mailbox_subscriptions',
  'mailboxes',
  'organisation',
  'organisation_addresses',
  'organisation_domains',
  'tags',
  'users',
]

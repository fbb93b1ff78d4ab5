/**
 * What the export of the whole account has, table by table, and what it leaves out and why. A test compares these lists
 * with the database catalogue: a new table is named in one of them.
 */
import { sharedOf, summaryLevelOf } from '../timeline/shared-mail.ts'

export interface ExportedTable {
  table: string
  /** What a row is. */
  holds: string
  /** Which other files its columns refer to. */
  refersTo?: Readonly<Record<string, string>>
  /** The columns that put it in order; its key. */
  order: readonly string[]
  /** Columns that stay away. */
  without?: readonly string[]
  because?: string
  /** Columns that are shown in part, as SQL over `t`. */
  inPart?: Readonly<Record<string, string>>
}

const user = { user_id: 'users.id' }
const contact = { contact_id: 'contacts.id' }
const repeats = 'They repeat other columns, cut and folded for search and order.'

export const exportedTables: readonly ExportedTable[] = [
  {
    table: 'contacts',
    holds: 'A person, with custom fields by key and the consent that follows from consent_entries.',
    refersTo: { company_id: 'companies.id', owner_id: 'users.id', created_by: 'users.id' },
    order: ['id'],
    without: [
      'search_text',
      'sort_name',
      'sort_email',
      'sort_company',
      'sort_owner',
      'sort_title',
      'sort_department',
      'sort_source',
    ],
    because: repeats,
  },
  {
    table: 'contact_addresses',
    holds: 'An email address of a person; one of them is primary.',
    refersTo: contact,
    order: ['address'],
  },
  {
    table: 'contact_engagement',
    holds: 'The lead score of a person, and when there was contact last.',
    refersTo: contact,
    order: ['contact_id'],
  },
  {
    table: 'contact_changes',
    holds: 'A change of one field of a person: who, when, from what to what, by which route.',
    refersTo: { ...contact, ...user },
    order: ['id'],
  },
  { table: 'tags', holds: 'A tag.', order: ['id'] },
  {
    table: 'contact_tags',
    holds: 'A tag of a person.',
    refersTo: { ...contact, tag_id: 'tags.id' },
    order: ['contact_id', 'tag_id'],
  },
  {
    table: 'consent_entries',
    holds: 'An entry of the consent ledger with its evidence.',
    refersTo: { ...contact, recorded_by: 'users.id' },
    order: ['id'],
  },
  {
    table: 'consent_warnings',
    holds: 'A warning that implied consent was about to end.',
    refersTo: { ...contact, owner_id: 'users.id' },
    order: ['id'],
  },
  {
    table: 'companies',
    holds: 'A company, with custom fields by key.',
    refersTo: { owner_id: 'users.id', created_by: 'users.id' },
    order: ['id'],
    without: ['sort_name'],
    because: repeats,
  },
  {
    table: 'company_domains',
    holds: 'A domain of a company.',
    refersTo: { company_id: 'companies.id' },
    order: ['domain'],
  },
  {
    table: 'company_changes',
    holds: 'A change of one field of a company.',
    refersTo: { company_id: 'companies.id', ...user },
    order: ['id'],
  },
  {
    table: 'custom_fields',
    holds: 'The definition of a custom field; its choices have ids, which records hold.',
    order: ['id'],
  },
  {
    table: 'activities',
    holds: 'What happened: a mail, a call, a meeting, a note and so on. Mail shows what its mailbox owner shares.',
    refersTo: { actor_user_id: 'users.id', message_id: 'messages.id', parent_id: 'activities.id' },
    order: ['id'],
    // As an export of one contact has it: administering the product is no right to read colleagues' mail (GD-04).
    inPart: {
      summary: `case when ${sharedOf('t')} >= ${summaryLevelOf('t')} then t.summary end`,
      details: `case when ${sharedOf('t')} = 2 then t.details
        else (t.details::jsonb - '{preview,attachments,link,diagnostic}'::text[])::json end`,
    },
  },
  {
    table: 'activity_contacts',
    holds: 'On whose timeline an activity stands.',
    refersTo: { activity_id: 'activities.id', ...contact },
    order: ['activity_id', 'contact_id'],
  },
  {
    table: 'messages',
    holds: 'What a mail is known by: Message-ID, sender, instant, direction.',
    order: ['id'],
    without: ['subject_key'],
    because: 'The subject once more; activities show it where it is shared.',
    // A mail without a Message-ID is known by its subject instead.
    inPart: { internet_message_id: `case when t.internet_message_id not like 'none:%' then t.internet_message_id end` },
  },
  {
    table: 'message_copies',
    holds: 'In which mailbox a mail lies, by its id in Microsoft Graph.',
    refersTo: { message_id: 'messages.id', mailbox_id: 'mailboxes.id' },
    order: ['mailbox_id', 'graph_message_id'],
  },
  {
    table: 'mailboxes',
    holds: 'A mailbox that is or can be read, and what its owner shares.',
    refersTo: user,
    order: ['id'],
    without: ['due_at', 'failures', 'error'],
    because: 'They say when it is read next.',
  },
  {
    table: 'mail_blocks',
    holds: 'Domains, addresses and subjects that are kept out.',
    refersTo: { created_by: 'users.id' },
    order: ['id'],
  },
  {
    table: 'new_people',
    holds: 'A person found in mail who is about to become a contact.',
    refersTo: { mailbox_id: 'mailboxes.id' },
    order: ['address'],
  },
  {
    table: 'segments',
    holds: 'A segment with its filter expression.',
    refersTo: { owner_id: 'users.id' },
    order: ['id'],
  },
  {
    table: 'segment_members',
    holds: 'A member of a static segment.',
    refersTo: { segment_id: 'segments.id', ...contact, added_by: 'users.id' },
    order: ['segment_id', 'contact_id'],
  },
  {
    table: 'saved_views',
    holds: 'A view of the contact list: search, filter, order, columns.',
    refersTo: { owner_id: 'users.id' },
    order: ['id'],
  },
  { table: 'scoring_rules', holds: 'A rule of the lead score.', order: ['id'] },
  {
    table: 'scoring_rule_changes',
    holds: 'An earlier wording of a rule.',
    refersTo: { rule_id: 'scoring_rules.id', ...user },
    order: ['id'],
  },
  {
    table: 'score_adjustments',
    holds: 'Points given to a person by hand, with the reason.',
    refersTo: { ...contact, ...user },
    order: ['id'],
  },
  {
    table: 'jurisdictions',
    holds: 'What the law of a country asks before marketing mail, as it is set here.',
    refersTo: { updated_by: 'users.id' },
    order: ['country'],
  },
  {
    table: 'bulk_operations',
    holds: 'A change to many people at once.',
    refersTo: { requested_by: 'users.id', undone_by: 'users.id' },
    order: ['id'],
  },
  {
    table: 'bulk_targets',
    holds: 'What such a change did to a person.',
    refersTo: { operation_id: 'bulk_operations.id', ...contact },
    order: ['operation_id', 'contact_id'],
  },
  {
    table: 'duplicate_pairs',
    holds: 'Two people who may be one, with what speaks for it; or that somebody said are not.',
    refersTo: { first_id: 'contacts.id', second_id: 'contacts.id', decided_by: 'users.id' },
    order: ['first_id', 'second_id'],
  },
  {
    table: 'merges',
    holds: 'A merge of several people into one: whose values were kept, what gave way.',
    refersTo: { survivor_id: 'contacts.id', merged_by: 'users.id', undone_by: 'users.id' },
    order: ['id'],
    without: ['before', 'after'],
    because: 'What undoing takes, for thirty days; what holds stands in the records.',
  },
  {
    table: 'merged_contacts',
    holds: 'An id that was given up, and who answers for it.',
    refersTo: { survivor_id: 'contacts.id', merge_id: 'merges.id' },
    order: ['former_id'],
  },
  {
    table: 'activity_removals',
    holds: 'An entry taken off a timeline.',
    refersTo: { activity_id: 'activities.id', ...contact, removed_by: 'users.id' },
    order: ['activity_id', 'contact_id'],
  },
  {
    table: 'activity_changes',
    holds: 'What a call, meeting or note said before.',
    refersTo: { activity_id: 'activities.id', ...user },
    order: ['id'],
  },
  {
    table: 'activity_mentions',
    holds: 'A colleague named in a note.',
    refersTo: { activity_id: 'activities.id', ...user },
    order: ['activity_id', 'user_id'],
  },
  {
    table: 'deal_stages',
    holds: 'A column of the board of deals.',
    order: ['id'],
  },
  {
    table: 'deals',
    holds: 'A deal.',
    refersTo: { company_id: 'companies.id', stage_id: 'deal_stages.id', owner_id: 'users.id', created_by: 'users.id' },
    order: ['id'],
  },
  {
    table: 'deal_contacts',
    holds: 'Who takes part in a deal.',
    refersTo: { deal_id: 'deals.id', ...contact },
    order: ['deal_id', 'contact_id'],
  },
  {
    table: 'deal_changes',
    holds: 'A change of one field of a deal.',
    refersTo: { deal_id: 'deals.id', ...user },
    order: ['id'],
  },
  {
    table: 'templates',
    holds: 'A template for mail.',
    refersTo: { owner_id: 'users.id' },
    order: ['id'],
  },
  {
    table: 'outgoing_mails',
    holds: 'A mail sent from here.',
    refersTo: { ...user, template_id: 'templates.id', message_id: 'messages.id' },
    order: ['id'],
    without: ['content', 'error', 'attempts', 'due_at'],
    because: 'What is being sent this moment; what was sent stands in activities.',
  },
  {
    table: 'tracked_mails',
    holds: 'A copy of a mail whose opens and clicks are looked at.',
    refersTo: { ...user, ...contact, outgoing_mail_id: 'outgoing_mails.id', message_id: 'messages.id' },
    order: ['id'],
  },
  {
    table: 'tracked_links',
    holds: 'Where a link of such a mail leads, as far as the text of that mail is shared.',
    refersTo: { tracked_mail_id: 'tracked_mails.id' },
    order: ['id'],
    inPart: {
      url: `(select t.url from tracked_mails m join activities a on a.message_id = m.message_id and a.type = 'email_sent'
        where m.id = t.tracked_mail_id and a.shared = 2)`,
    },
  },
  {
    table: 'tracking_events',
    holds: 'A hit of such a mail or link, and what it was taken for.',
    refersTo: { tracked_mail_id: 'tracked_mails.id', link_id: 'tracked_links.id' },
    order: ['id'],
  },
  {
    table: 'forms',
    holds: 'A marketing form.',
    refersTo: { owner_id: 'users.id', created_by: 'users.id' },
    order: ['id'],
  },
  {
    table: 'form_versions',
    holds: 'What a form said from when.',
    refersTo: { form_id: 'forms.id', published_by: 'users.id' },
    order: ['form_id', 'version'],
  },
  {
    table: 'form_submissions',
    holds: 'What somebody sent in a form.',
    refersTo: { form_id: 'forms.id', ...contact, activity_id: 'activities.id' },
    order: ['id'],
  },
  {
    table: 'call_sources',
    holds: 'A voice system that posts calls.',
    refersTo: { created_by: 'users.id' },
    order: ['id'],
  },
  {
    table: 'received_calls',
    holds: 'A call a voice system posted.',
    refersTo: { source_id: 'call_sources.id', ...user, activity_id: 'activities.id' },
    order: ['id'],
    without: ['request_hash'],
    because: 'A hash that tells a repeated delivery.',
  },
  {
    table: 'organisation_settings',
    holds: 'What an administrator settled for everybody.',
    refersTo: { updated_by: 'users.id' },
    order: ['key'],
  },
  { table: 'users', holds: 'A colleague with roles.', order: ['id'] },
  {
    table: 'user_settings',
    holds: 'How a colleague likes the pages.',
    refersTo: user,
    order: ['user_id', 'key'],
  },
  { table: 'organisation', holds: 'The organisation in Entra.', order: ['tenant_id'] },
  { table: 'organisation_domains', holds: 'A domain of ours.', order: ['domain'] },
  {
    table: 'organisation_addresses',
    holds: 'An address of a colleague or shared mailbox.',
    refersTo: { entra_id: 'users.entra_id' },
    order: ['address'],
  },
  {
    table: 'audit_entries',
    holds: 'An entry of the audit log; each hash covers the entry before.',
    refersTo: user,
    order: ['number'],
  },
]

export interface LeftOutTable {
  table: string
  because: string
}

export const leftOutTables: readonly LeftOutTable[] = [
  { table: 'consent_reviews', because: 'Contacts whose law changed a few seconds ago: work that waits.' },
  { table: 'contact_custom_values', because: 'contacts.custom_fields once more, cut for filters and order.' },
  { table: 'contact_fingerprints', because: 'Hashes of names and other fields, for finding duplicates.' },
  {
    table: 'correspondents',
    because: 'Hashes of strangers’ addresses under a key of this server; worth nothing elsewhere.',
  },
  { table: 'duplicate_due', because: 'Whom to compare with the others next: work that waits.' },
  { table: 'duplicate_groups', because: 'Which pairs are looked at together; follows from duplicate_pairs.' },
  { table: 'duplicate_members', because: 'Which pairs are looked at together; follows from duplicate_pairs.' },
  { table: 'duplicate_scans', because: 'How far a comparison of everybody is.' },
  { table: 'fact_frequencies', because: 'How often names and values stand in contacts, by hash.' },
  { table: 'graph_throttles', because: 'Until when Microsoft asked to be left alone.' },
  { table: 'idempotency_keys', because: 'Answers that a repeated request gets again.' },
  { table: 'import_companies', because: 'Which companies an import can take back; they stand in companies.' },
  {
    table: 'import_file_parts',
    because: 'Uploaded files, encrypted with a key of this server and kept for thirty days.',
  },
  { table: 'import_mappings', because: 'How columns of uploaded files were mapped last.' },
  {
    table: 'import_rows',
    because: 'What an import can take back for thirty days; what it wrote stands in the records.',
  },
  { table: 'imports', because: 'How uploaded files are read, and how far it is.' },
  { table: 'job_progress', because: 'How far the work of the moment is.' },
  { table: 'mailbox_folders', because: 'Links of Microsoft Graph that only this server can follow.' },
  { table: 'mailbox_subscriptions', because: 'Change notifications that only this server gets.' },
  { table: 'merge_parts', because: 'What undoing a merge puts back, for thirty days; it stands in the records.' },
  { table: 'owed_attachments', because: 'Which attachments are still to be asked for by name: work that waits.' },
  { table: 'owed_backfills', because: 'Whose history is still to be fetched: work that waits.' },
  { table: 'scoring_runs', because: 'How far a re-score of everyone is.' },
  { table: 'set_aside_messages', because: 'Ids of mails that could not be read, to be tried again.' },
  {
    table: 'user_networks',
    because: 'From where colleagues lately used the product, cut short: it tells own opens apart.',
  },
  { table: 'suppressions', because: 'Hashes of addresses under a key of this server; worth nothing elsewhere.' },
]

/** Whole schemas of the tools below us. */
export const leftOutSchemas: readonly { schema: string; because: string }[] = [
  { schema: 'drizzle', because: 'Which migrations ran.' },
  { schema: 'pgboss', because: 'The queue of work.' },
]

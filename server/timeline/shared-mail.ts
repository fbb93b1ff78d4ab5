/**
 * How much of a mail colleagues see (TL-08), as SQL text for an alias of activities: 2 all, 1 the subject, 0 that there was
 * contact. Whoever reads what an activity says asks here. What stands under a mail shows as much as that mail does: it is
 * looked up there each time, so that nothing has to follow when a mailbox is shared otherwise.
 */

const HITS = `('email_opened', 'email_clicked')`
const UNDER_A_MAIL = `('email_opened', 'email_clicked', 'email_bounced')`

const ofItsMail = (alias: string, column: string): string =>
  `(select mail.${column} from activities mail where mail.id = ${alias}.parent_id)`

/** Of what is no mail, everything. Under a mail that the sync has not met, nothing: whose it is decides only then. */
export const sharedOf = (alias: string): string =>
  `(case when ${alias}.type in ${UNDER_A_MAIL} then coalesce(${ofItsMail(alias, 'shared')}, 0) else ${alias}.shared end)`

/** From which level on the summary is shown: of a mail it is the subject, of a click a link out of the text. */
export const summaryLevelOf = (alias: string): string => `(case when ${alias}.type in ${HITS} then 2 else 1 end)`

/**
 * Who sees it whole, as the text of `activities.holders`: whose mailboxes hold the mail, and who sent it with tracking.
 * Null for what is no mail.
 */
export const holdersOf = (alias: string): string => `(case
  when ${alias}.message_id is not null then ${alias}.holders::text
  when ${alias}.type = 'email_bounced' then coalesce(${ofItsMail(alias, 'holders')}::text, '[]')
  when ${alias}.type in ${HITS} then (coalesce(${ofItsMail(alias, 'holders')}::jsonb, '[]') || coalesce(
    (select jsonb_build_array(jsonb_build_object('user', sent.user_id, 'link', null)) from tracked_mails sent
      where sent.id = (${alias}.details ->> 'trackedMailId')::uuid), '[]'))::text end)`

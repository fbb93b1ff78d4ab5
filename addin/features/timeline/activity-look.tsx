import {
  ArrowUndoRegular,
  CalendarLtrRegular,
  CallRegular,
  CursorClickRegular,
  DocumentTextRegular,
  type FluentIcon,
  HandshakeRegular,
  MailArrowUpRegular,
  MailDismissRegular,
  MailInboxArrowDownRegular,
  MailReadRegular,
  MergeRegular,
  NoteRegular,
  ShieldCheckmarkRegular,
  ThumbDislikeRegular,
  TrophyRegular,
} from '@fluentui/react-icons'
import type { ActivityType } from '../../../server/timeline/schema.ts'

/** The icon of each activity type; its keys are the list the filter offers. */
export const activityIcons: Record<ActivityType, FluentIcon> = {
  email_received: MailInboxArrowDownRegular,
  email_sent: MailArrowUpRegular,
  email_opened: MailReadRegular,
  email_clicked: CursorClickRegular,
  email_bounced: MailDismissRegular,
  call: CallRegular,
  meeting: CalendarLtrRegular,
  note: NoteRegular,
  form_submit: DocumentTextRegular,
  deal_created: HandshakeRegular,
  deal_won: TrophyRegular,
  deal_lost: ThumbDislikeRegular,
  deal_reopened: ArrowUndoRegular,
  consent_changed: ShieldCheckmarkRegular,
  merged: MergeRegular,
}

export const allTypes = Object.keys(activityIcons) as ActivityType[]

import type { Notice, Notices } from '../mail/notices.ts'
import { type CallTable, call, OutlookError, OutlookErrorCode } from './call.ts'
import type { CallContext } from './item.ts'

const TYPES = ['informationalMessage', 'progressIndicator', 'errorMessage', 'insightMessage'] as const
/** Outlook holds no more on one item. */
const MAX_NOTICES = 5

interface NoticeParams {
  key: string
  message: string
  type: number
  icon?: string
  persistent?: boolean
}

/** Calls of `item.notificationMessages`. Numbers are the dispatch ids of office.js. */
export const notificationCalls: CallTable = {
  33: call('notificationMessages.addAsync', (context, params: NoticeParams) => {
    const notices = noticesOf(context)
    if (notices.get(params.key)) throw new OutlookError(OutlookErrorCode.duplicateNotification)
    if (notices.all().length >= MAX_NOTICES) throw new OutlookError(OutlookErrorCode.invalidParameter)
    notices.put(noticeOf(params))
  }),
  34: call('notificationMessages.getAllAsync', (context) => noticesOf(context).all()),
  35: call('notificationMessages.replaceAsync', (context, params: NoticeParams) => {
    presentNotice(context, params.key)
    noticesOf(context).put(noticeOf(params))
  }),
  36: call('notificationMessages.removeAsync', (context, { key }: { key: string }) => {
    presentNotice(context, key)
    noticesOf(context).remove(key)
  }),
}

function noticesOf({ item }: CallContext): Notices {
  if (!item) throw new OutlookError(OutlookErrorCode.notSupported)
  return item.kind === 'read' ? item.notices : item.draft.notices
}

function presentNotice(context: CallContext, key: string) {
  if (!noticesOf(context).get(key)) throw new OutlookError(OutlookErrorCode.notificationNotFound)
}

function noticeOf({ key, message, type, icon, persistent }: NoticeParams): Notice {
  return {
    key,
    message,
    type: TYPES[type] ?? 'informationalMessage',
    ...(icon === undefined ? {} : { icon }),
    ...(persistent === undefined ? {} : { persistent }),
  }
}

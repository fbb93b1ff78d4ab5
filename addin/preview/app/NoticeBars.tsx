import { Button, MessageBar, MessageBarActions, MessageBarBody, Spinner } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons'
import { useSyncExternalStore } from 'react'
import type { Notice, Notices } from '../mail/notices.ts'

const INTENTS = {
  informationalMessage: 'info',
  progressIndicator: 'info',
  errorMessage: 'error',
  insightMessage: 'success',
} as const

/** The bars an add-in put above the item. */
export function NoticeBars({ notices }: { notices: Notices }) {
  const shown = useSyncExternalStore(notices.subscribe, notices.all)
  return shown.map((notice) => (
    <NoticeBar key={notice.key} notice={notice} onDismiss={() => notices.remove(notice.key)} />
  ))
}

function NoticeBar({ notice, onDismiss }: { notice: Notice; onDismiss(): void }) {
  return (
    <MessageBar
      shape="square"
      intent={INTENTS[notice.type]}
      {...(notice.type === 'progressIndicator' ? { icon: <Spinner size="extra-tiny" /> } : {})}
    >
      <MessageBarBody>{notice.message}</MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss16Regular />}
            aria-label="Dismiss"
            onClick={onDismiss}
          />
        }
      />
    </MessageBar>
  )
}

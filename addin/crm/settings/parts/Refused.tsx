import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { describeError } from '../../../ui/problem-text.ts'

/** What the server refused, in its words, and what can be done about it. */
export function Refused({ error, children }: { error: unknown; children?: ReactNode }) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {describeError(error)} {children}
      </MessageBarBody>
    </MessageBar>
  )
}

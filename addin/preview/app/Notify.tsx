import { Toast, ToastTitle } from '@fluentui/react-components'

/** The page's one place for toasts. */
export const TOASTER = 'outlook'

export function Notify({ text }: { text: string }) {
  return (
    <Toast>
      <ToastTitle>{text}</ToastTitle>
    </Toast>
  )
}

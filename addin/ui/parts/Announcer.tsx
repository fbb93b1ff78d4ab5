import { useHidden } from './hidden.ts'

/** Tells a screen reader what has changed, without taking the focus. */
export function Announcer({ text }: { text: string }) {
  const hidden = useHidden()
  return (
    <div role="status" aria-live="polite" className={hidden}>
      {text}
    </div>
  )
}

import { fullInstant, relativeTime } from './format.ts'

/** A moment, by default relative to now, with date, time and zone on hover. */
export function Instant({ at, text, className }: { at: string; text?: string; className?: string }) {
  return (
    <time dateTime={at} title={fullInstant(at)} className={className}>
      {text ?? relativeTime(at)}
    </time>
  )
}

import { type RefObject, useEffect, useId, useRef, useState } from 'react'

const isLost = () => document.activeElement === null || document.activeElement === document.body

/**
 * For a dialog that is opened by state: when it is gone, the focus is again where it was before. Fluent does so only
 * for dialogs with a trigger of their own.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (isLost() && before instanceof HTMLElement && before.isConnected) before.focus()
      })
    },
    [before],
  )
}

/**
 * For a button that gives place to what it opens: it has the focus when it is back.
 * @returns the `id` of the button
 */
export function useFocusAfter(open: boolean): string {
  const button = useId()
  const wasOpen = useRef(open)
  useEffect(() => {
    if (wasOpen.current && !open && isLost()) document.getElementById(button)?.focus()
    wasOpen.current = open
  }, [open, button])
  return button
}

/** For the heading of what takes the place of another view: it has the focus until something in there takes it. */
export function useFocusOnNew(view: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for each view
  useEffect(() => {
    if (isLost()) heading.current?.focus()
  }, [view])
  return heading
}

/** For a form that takes the place of what was read: the focus is in its first field. */
export function useFirstField(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(':is(input, select, textarea):not([type=hidden])')?.focus()
  }, [])
  return form
}

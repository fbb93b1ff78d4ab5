import { useEffect, useRef } from 'react'

/** What a key does; false: it did nothing, and the key goes where it would have gone. */
export type Keys = Readonly<Record<string, () => unknown>>

const typed = ['text', 'search', 'email', 'tel', 'url', 'number', 'password', 'date', 'time', 'datetime-local']

/** Whether keys write something where the focus is. */
function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return typed.includes(target.type)
  return target.matches('textarea, select, [contenteditable]:not([contenteditable="false"]), [role="combobox"]')
}

/** Whether the focused part has a use of its own for a key. */
function takes(target: Element, key: string): boolean {
  if (key === 'enter')
    return target.matches('a[href], button, summary, [role="button"], [role="tab"], [role="menuitem"]')
  if (!key.startsWith('arrow')) return false
  return target.matches('input[type="radio"], [role="tab"], [role="option"], [role="slider"]')
}

const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]'

/**
 * Single keys for what is on screen, by their lower-case name. They rest while somebody types, while a dialog or menu is
 * open, and where the focused part uses the key itself.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      const key = event.key.toLowerCase()
      const act = Object.hasOwn(latest.current, key) ? latest.current[key] : undefined
      const target = event.target instanceof Element ? event.target : document.body
      if (!act || isTyping(target) || takes(target, key) || document.querySelector(layers)) return
      if (event.repeat && !key.startsWith('arrow') && key !== 'j' && key !== 'k') return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

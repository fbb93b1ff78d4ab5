import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useRef } from 'react'
import type { ThemeName } from '../host/theme.ts'
import type { BodyEditor, Draft } from '../mail/draft.ts'
import { bodyDocument, SILENT_FRAME } from './body-document.ts'

const useStyles = makeStyles({
  frame: {
    flex: 1,
    minHeight: 0,
    margin: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    border: 'none',
  },
})

/** The body while it is written: an editable document in a frame without scripts, as quoted mail can hold anything. */
export function BodyEditorFrame({ draft, theme }: { draft: Draft; theme: ThemeName }) {
  const styles = useStyles()
  const frame = useRef<HTMLIFrameElement>(null)
  const detach = useRef(() => {})
  const source = useMemo(() => bodyDocument(draft.bodyHtml(), theme, true), [draft, theme])

  useEffect(() => () => detach.current(), [])

  function ready() {
    const page = frame.current?.contentDocument
    if (!page) return
    detach.current()
    detach.current = draft.attach(documentEditor(page))
  }

  return (
    <iframe
      ref={frame}
      title="Message body"
      className={styles.frame}
      sandbox={SILENT_FRAME}
      srcDoc={source}
      onLoad={ready}
      data-testid="compose-body"
    />
  )
}

function documentEditor(page: Document): BodyEditor {
  let caret: Range | undefined
  page.addEventListener('selectionchange', () => {
    const selection = page.getSelection()
    if (selection?.rangeCount && page.body.contains(selection.anchorNode)) caret = selection.getRangeAt(0)
  })
  const fragment = (html: string) => page.createRange().createContextualFragment(html)
  return {
    html: () => page.body.innerHTML,
    setHtml(html) {
      page.body.innerHTML = html
    },
    insert(html) {
      if (!caret || !page.body.contains(caret.commonAncestorContainer)) return page.body.prepend(fragment(html))
      caret.deleteContents()
      caret.insertNode(fragment(html))
      caret.collapse(false)
    },
    prepend: (html) => page.body.prepend(fragment(html)),
    append: (html) => page.body.append(fragment(html)),
    selectedText: () => caret?.toString() ?? '',
  }
}

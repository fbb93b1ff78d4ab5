import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useRef } from 'react'
import type { MailMessage } from '../host/initial-data.ts'
import type { ThemeName } from '../host/theme.ts'
import { textToHtml } from '../mail/text.ts'
import { bodyDocument, liftDarkText, SILENT_FRAME } from './body-document.ts'

const useStyles = makeStyles({
  frame: { display: 'block', width: '100%', border: 'none' },
  blocked: { display: 'block', marginBottom: tokens.spacingVerticalS, color: tokens.colorNeutralForeground3 },
})

/** The message as it was written, in a frame where no script runs and nothing is fetched from afar. */
export function MessageBody({ message, theme }: { message: MailMessage; theme: ThemeName }) {
  const styles = useStyles()
  const frame = useRef<HTMLIFrameElement>(null)
  const html = useMemo(() => messageHtml(message), [message])
  const source = useMemo(() => bodyDocument(html, theme), [html, theme])
  const stop = useRef(() => {})
  useEffect(() => () => stop.current(), [])

  function fit() {
    const page = frame.current?.contentDocument
    if (!frame.current || !page) return
    for (const link of page.querySelectorAll<HTMLAnchorElement>('a[href]')) {
      link.target = '_blank'
      link.rel = 'noopener noreferrer'
    }
    liftDarkText(page, theme)
    stop.current = followHeight(frame.current, page)
  }

  return (
    <>
      {/<img[^>]+src=["']?https?:/i.test(html) && (
        <Caption1 className={styles.blocked}>Pictures from the internet are not fetched here.</Caption1>
      )}
      <iframe
        key={source}
        ref={frame}
        title="Message body"
        className={styles.frame}
        sandbox={SILENT_FRAME}
        srcDoc={source}
        onLoad={fit}
        data-testid="message-body"
      />
    </>
  )
}

function followHeight(frame: HTMLIFrameElement, page: Document): () => void {
  const adjust = () => {
    frame.style.height = `${Math.ceil(page.body.getBoundingClientRect().height) + 2}px`
  }
  const observer = new ResizeObserver(adjust)
  observer.observe(page.body)
  adjust()
  return () => observer.disconnect()
}

/** Inline pictures are put where the HTML refers to them by content id. */
function messageHtml({ body, attachments }: MailMessage): string {
  const content = body?.content ?? ''
  const html = body?.contentType === 'text' ? textToHtml(content) : content
  const pictures = (attachments ?? []) as { contentId?: string; contentType?: string; contentBytes?: string }[]
  return html.replace(/cid:([^"'\s>]+)/gi, (reference, id: string) => {
    const picture = pictures.find(({ contentId }) => contentId === id)
    return picture?.contentBytes ? `data:${picture.contentType};base64,${picture.contentBytes}` : reference
  })
}

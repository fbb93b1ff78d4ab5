import './texts.ts'
import {
  Button,
  Field,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Toolbar,
  ToolbarButton,
  tokens,
} from '@fluentui/react-components'
import { LinkRegular, TextBoldRegular, TextBulletListLtrRegular, TextItalicRegular } from '@fluentui/react-icons'
import { type RefObject, useEffect, useId, useImperativeHandle, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  frame: {
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  bar: { flexWrap: 'wrap', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  text: {
    minHeight: '160px',
    maxHeight: '40vh',
    overflow: 'auto',
    padding: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
    outline: 'none',
  },
  link: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: '220px' },
})

export interface RichTextHandle {
  /** Puts HTML where the caret was last, or at the end. */
  insert(html: string): void
  setHtml(html: string): void
  focus(): void
}

interface Props {
  label: string
  initial: string
  onChange: (html: string) => void
  handle?: RefObject<RichTextHandle | null>
  error?: string | undefined
  /** Further buttons of the bar. */
  tools?: React.ReactNode
}

/** Text with the few marks mail needs. What is pasted comes in as plain text; the server cleans what is sent. */
export function RichText({ label, initial, onChange, handle, error, tools }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('writing')
  const area = useRef<HTMLDivElement>(null)
  const caret = useRef<Range | null>(null)
  const message = useId()
  const changed = () => onChange(area.current?.innerHTML ?? '')
  const command = (name: string, value?: string) => {
    restore(area.current, caret.current)
    document.execCommand(name, false, value)
    changed()
  }
  useCaret(area, caret)
  useImperativeHandle(handle, () => ({
    insert: (html) => command('insertHTML', html),
    setHtml: (html) => {
      if (area.current) area.current.innerHTML = html
      caret.current = null
      changed()
    },
    focus: () => area.current?.focus(),
  }))
  // Written once: from then on the text is the browser's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text would move the caret of who is writing
  useEffect(() => {
    if (area.current) area.current.innerHTML = initial
  }, [])
  return (
    <div>
      <div className={styles.frame}>
        <Toolbar size="small" className={styles.bar} aria-label={label}>
          <ToolbarButton aria-label={t('bold')} icon={<TextBoldRegular />} onClick={() => command('bold')} />
          <ToolbarButton aria-label={t('italic')} icon={<TextItalicRegular />} onClick={() => command('italic')} />
          <ToolbarButton
            aria-label={t('bullets')}
            icon={<TextBulletListLtrRegular />}
            onClick={() => command('insertUnorderedList')}
          />
          <LinkButton onSet={(address) => command('createLink', address)} />
          {tools}
        </Toolbar>
        {/* biome-ignore lint/a11y/useSemanticElements: a text with marks is no textarea */}
        <div
          ref={area}
          role="textbox"
          tabIndex={0}
          aria-multiline
          aria-label={label}
          aria-invalid={error !== undefined}
          aria-describedby={error ? message : undefined}
          contentEditable
          suppressContentEditableWarning
          className={styles.text}
          onInput={changed}
          onPaste={(event) => {
            event.preventDefault()
            command('insertText', event.clipboardData.getData('text/plain'))
          }}
        />
      </div>
      <Field validationMessage={error ? { id: message, children: error } : null} />
    </div>
  )
}

/** Where somebody was writing before a button took the focus. */
function useCaret(area: RefObject<HTMLDivElement | null>, caret: RefObject<Range | null>): void {
  useEffect(() => {
    const remember = () => {
      const selection = document.getSelection()
      if (selection?.rangeCount && area.current?.contains(selection.anchorNode)) caret.current = selection.getRangeAt(0)
    }
    document.addEventListener('selectionchange', remember)
    return () => document.removeEventListener('selectionchange', remember)
  }, [area, caret])
}

function restore(area: HTMLElement | null, range: Range | null): void {
  if (!area) return
  area.focus()
  const selection = document.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range && area.contains(range.commonAncestorContainer) ? range : endOf(area))
}

function endOf(area: HTMLElement): Range {
  const end = document.createRange()
  end.selectNodeContents(area)
  end.collapse(false)
  return end
}

function LinkButton({ onSet }: { onSet: (address: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('writing')
  const [open, setOpen] = useState(false)
  const [address, setAddress] = useState('https://')
  const set = () => {
    setOpen(false)
    onSet(address.trim())
  }
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <ToolbarButton aria-label={t('link')} icon={<LinkRegular />} />
      </PopoverTrigger>
      <PopoverSurface>
        <div className={styles.link}>
          <Field label={t('linkAddress')}>
            <Input
              type="url"
              value={address}
              onChange={(_, { value }) => setAddress(value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                if (isWebAddress(address)) set()
              }}
            />
          </Field>
          <Button appearance="primary" disabledFocusable={!isWebAddress(address)} onClick={set}>
            {t('linkSet')}
          </Button>
        </div>
      </PopoverSurface>
    </Popover>
  )
}

const isWebAddress = (text: string): boolean => /^(https?:\/\/[^\s/]+|mailto:[^\s@]+@[^\s@]+)/i.test(text.trim())

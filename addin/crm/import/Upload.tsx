import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  ProgressBar,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { DocumentArrowUpRegular } from '@fluentui/react-icons'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { fileSize } from '../../ui/format.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { useFocusAfter } from '../../ui/parts/focus.ts'
import { Refused } from '../settings/parts/Refused.tsx'
import { complaintOf, extensions } from './file-check.ts'
import { durationText, percentText } from './format.ts'
import { tenthOf } from './progress.ts'
import { useImportStyles } from './styles.ts'
import { type Sending, useUpload } from './use-upload.ts'

const useStyles = makeStyles({
  zone: {
    display: 'grid',
    justifyItems: 'center',
    alignContent: 'center',
    gap: tokens.spacingVerticalS,
    minHeight: '220px',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXL,
    textAlign: 'center',
    border: `2px dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  over: {
    border: `2px solid ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorBrandBackground2,
    '@media (forced-colors: active)': { border: '2px solid Highlight' },
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  drop: { ...typographyStyles.subtitle2, margin: 0 },
  bar: { width: 'min(420px, 100%)' },
})

/** Where a file is dropped or chosen, and how far it is on its way. */
export function Upload() {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const { send, sending, stopped, error, stop } = useUpload(({ id }) => void navigate(`/import/${id}`))
  const [complaint, setComplaint] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const { over, handlers } = useDrop(([file, ...others]) => choose(file, others.length > 0))
  const chooser = useFocusAfter(sending !== undefined)
  const choose = (file: File | undefined, several = false) => {
    if (!file || sending) return
    const wrong = complaintOf(file)
    setComplaint(several ? t('upload.several') : wrong && t(`upload.${wrong}`, { name: file.name }))
    if (!several && !wrong) send(file)
  }
  return (
    <section className={shared.part} aria-label={t('upload.label')}>
      <div className={mergeClasses(styles.zone, over && styles.over)} {...handlers}>
        {sending ? (
          <Progress sending={sending} onStop={stop} />
        ) : (
          <>
            <DocumentArrowUpRegular className={styles.icon} aria-hidden />
            <p className={styles.drop}>{t('upload.drop')}</p>
            <span className={shared.quiet}>{t('upload.or')}</span>
            <Button
              id={chooser}
              appearance="primary"
              size="large"
              aria-describedby={`${chooser}-accepts`}
              onClick={() => input.current?.click()}
            >
              {t('upload.choose')}
            </Button>
            <span id={`${chooser}-accepts`} className={shared.quiet}>
              {t('upload.accepts')}
            </span>
          </>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept={extensions.join(',')}
          aria-label={t('upload.field')}
          onChange={({ target }) => {
            choose(target.files?.[0])
            // The same file can be chosen once more.
            target.value = ''
          }}
        />
      </div>
      <div role="alert">
        {complaint && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{complaint}</MessageBarBody>
          </MessageBar>
        )}
        {!complaint && error && <Refused error={error} />}
      </div>
      <Announcer text={stopped ? t('upload.stopped') : ''} />
    </section>
  )
}

function Progress({ sending, onStop }: { sending: Sending; onStop: () => void }) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { name, size, sent, pace } = sending
  const through = sent >= size
  const numbers = { sent: fileSize(sent), all: fileSize(size) }
  const text = through
    ? t('upload.reading')
    : pace
      ? t('upload.sentLeft', { ...numbers, time: durationText((size - sent) / pace) })
      : t('upload.sent', numbers)
  return (
    <>
      <p className={styles.drop}>{t('upload.sending', { name })}</p>
      <ProgressBar
        className={styles.bar}
        aria-label={t('upload.sending', { name })}
        {...(through ? {} : { value: sent, max: size })}
      />
      <span className={mergeClasses(shared.quiet, shared.number)}>{text}</span>
      <Button autoFocus onClick={onStop}>
        {t('upload.cancel')}
      </Button>
      <Announcer
        text={through ? t('upload.reading') : t('run.saidTenth', { percent: percentText(tenthOf(sent / size) / 10) })}
      />
    </>
  )
}

/** Files dragged over an element, and dropped on it. */
function useDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false)
  const holds = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!holds(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      onFiles([...event.dataTransfer.files])
    },
  }
  return { over, handlers }
}

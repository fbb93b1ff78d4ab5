import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeError } from '../../ui/problem-text.ts'

const useStyles = makeStyles({
  bar: {
    ...typographyStyles.body1,
    position: 'sticky',
    bottom: tokens.spacingVerticalS,
    zIndex: 2,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    marginInline: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    color: tokens.colorNeutralForegroundInverted,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
  },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  button: {
    color: 'inherit',
    ':hover': { color: 'inherit', backgroundColor: 'transparent', textDecorationLine: 'underline' },
    ':hover:active': { color: 'inherit', backgroundColor: 'transparent' },
  },
})

export interface Done {
  text: string
  /** Absent where nothing was done. */
  undo?: () => Promise<void>
}

/** Says what was done a moment ago, and takes it back. Stays until it is dismissed or something else is done. */
export function UndoBar({ done, onDone }: { done: Done; onDone: (next: Done | null) => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const button = useId()
  // What was clicked is gone with its entry: whoever works by keyboard goes on here.
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById(button)?.focus()
  }, [button])
  const undo = async () => {
    setBusy(true)
    try {
      await done.undo?.()
      onDone({ text: t('timeline.undone') })
    } catch (error) {
      onDone({ ...done, text: t('timeline.failed', { reason: describeError(error) }) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.bar}>
      <span className={styles.text} role="status">
        {done.text}
      </span>
      {done.undo && (
        <Button
          id={button}
          className={styles.button}
          size="small"
          appearance="transparent"
          disabledFocusable={busy}
          onClick={() => void undo()}
        >
          {t('timeline.undo')}
        </Button>
      )}
      <Button
        className={styles.button}
        size="small"
        appearance="transparent"
        icon={<DismissRegular />}
        aria-label={t('timeline.dismiss')}
        onClick={() => onDone(null)}
      />
    </div>
  )
}

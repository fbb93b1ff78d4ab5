import { makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components'
import type { JSX, ReactNode } from 'react'

const useStyles = makeStyles({
  surface: {
    boxSizing: 'border-box',
    width: '320px',
    maxWidth: 'calc(100vw - 16px)',
    maxHeight: 'calc(100vh - 16px)',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalM,
  },
})

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  trigger: JSX.Element
  label: string
  children: ReactNode
}

/** The small window in which a condition is chosen and edited; keeps the focus, Escape closes it. */
export function ConditionPopover({ open, onOpenChange, trigger, label, children }: Props) {
  const styles = useStyles()
  return (
    <Popover
      open={open}
      onOpenChange={(_, data) => onOpenChange(data.open)}
      trapFocus
      positioning={{ position: 'below', align: 'start', autoSize: true, overflowBoundaryPadding: 8 }}
    >
      <PopoverTrigger disableButtonEnhancement>{trigger}</PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={label}>
        {open && children}
      </PopoverSurface>
    </Popover>
  )
}

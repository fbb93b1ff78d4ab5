import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { type ReactNode, Suspense, useId, useState } from 'react'
import { LoadingRows } from '../ui/parts/Loading.tsx'

const useStyles = makeStyles({
  section: { paddingInline: tokens.spacingHorizontalL, paddingBottom: tokens.spacingVerticalXS },
  toggle: { marginInlineStart: '-8px', paddingInline: '8px' },
  body: { paddingBlock: tokens.spacingVerticalS },
  // What is inside brings the pane's margins itself.
  flush: { marginInline: `calc(-1 * ${tokens.spacingHorizontalL})`, paddingBlock: 0 },
})

interface Props {
  title: string
  flush?: boolean
  children: ReactNode
}

/** A part of the pane that is closed until it is wanted; only then its script and data are asked for. */
export function Section({ title, flush, children }: Props) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const bodyId = useId()
  return (
    <div className={styles.section}>
      <Button
        className={styles.toggle}
        size="small"
        appearance="subtle"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        aria-controls={open ? bodyId : undefined}
        onClick={() => setOpen(!open)}
      >
        {title}
      </Button>
      {open && (
        <div id={bodyId} className={mergeClasses(styles.body, flush && styles.flush)}>
          <Suspense fallback={<LoadingRows count={3} />}>{children}</Suspense>
        </div>
      )}
    </div>
  )
}

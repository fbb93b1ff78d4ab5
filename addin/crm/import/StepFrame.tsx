import { makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { useImportStyles } from './styles.ts'

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignContent: 'start',
    gap: tokens.spacingVerticalL,
    // What has the focus is never behind the bar at the foot (WCAG 2.4.11).
    '& :is(a, button, input, select, textarea)': { scrollMarginBlockEnd: '96px' },
  },
  foot: {
    position: 'sticky',
    insetBlockEnd: 0,
    zIndex: 1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
})

interface Props {
  title: string
  intro?: string
  children: ReactNode
  /** Back, next, and whether all is saved: always in sight. */
  foot: ReactNode
}

/** One step: its heading, which gets the focus when the step is turned to, its content, and the way on. */
export function StepFrame({ title, intro, children, foot }: Props) {
  const styles = useStyles()
  const shared = useImportStyles()
  const heading = useId()
  return (
    <section className={styles.frame} aria-labelledby={heading}>
      <h2 id={heading} className={shared.step} tabIndex={-1} data-step-heading>
        {title}
      </h2>
      {intro && <p className={shared.text}>{intro}</p>}
      {children}
      <div className={styles.foot}>{foot}</div>
    </section>
  )
}

/** With another step the page begins anew at its top, and the focus is at its heading. */
export function useFocusOnStep(page: RefObject<HTMLElement | null>, step: string): void {
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    page.current?.closest('main')?.scrollTo({ top: 0 })
    page.current?.querySelector<HTMLElement>('[data-step-heading]')?.focus({ preventScroll: true })
  }, [page, step])
}

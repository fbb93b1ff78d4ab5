import { makeStyles } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef, useState } from 'react'

const patience = 300

const useStyles = makeStyles({ old: { opacity: 0.5 } })

interface Props {
  /** Whether `children` show what is selected now. */
  ready: boolean
  children: ReactNode
  /** Shown when it takes long. */
  waiting: ReactNode
}

/** Keeps the last view, out of reach, while the next is fetched: no flicker when answers are quick. */
export function Steady({ ready, children, waiting }: Props) {
  const styles = useStyles()
  const last = useRef<ReactNode>(null)
  const late = useLate(!ready)
  if (ready) last.current = children
  if (!ready && (late || !last.current)) return waiting
  return (
    <div inert={!ready} className={ready ? undefined : styles.old}>
      {last.current}
    </div>
  )
}

function useLate(running: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (!running) return
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [running])
  return running && late
}

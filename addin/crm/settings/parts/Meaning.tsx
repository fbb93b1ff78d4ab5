import { type ReactNode, useId } from 'react'
import { useSettledStyles } from './settled-styles.ts'

/** What a setting means, in lines below a heading. */
export function Meaning({ title, lines = [], children }: { title: string; lines?: string[]; children?: ReactNode }) {
  const styles = useSettledStyles()
  const id = useId()
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 className={styles.title} id={id}>
        {title}
      </h2>
      {lines.length > 0 && (
        <ul className={styles.list}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {children}
    </section>
  )
}

import { useImportStyles } from './styles.ts'

/** The label of a choice with a line that explains it. */
export function Hinted({ label, hint }: { label: string; hint: string }) {
  const shared = useImportStyles()
  return (
    <>
      {label}
      <br />
      <span className={shared.quiet}>{hint}</span>
    </>
  )
}

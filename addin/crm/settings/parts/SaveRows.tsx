import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { csvOf } from './csv.ts'

/** Saves rows as a CSV file. */
export function SaveRows({ name, rows, label }: { name: string; rows: string[][]; label: string }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([csvOf(rows)], { type: 'text/csv' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }
  return (
    <Button size="small" icon={<ArrowDownloadRegular />} onClick={save}>
      {label}
    </Button>
  )
}

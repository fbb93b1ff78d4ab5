import { cpus, totalmem } from 'node:os'

export const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`

export const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`

export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`

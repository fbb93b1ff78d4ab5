const largest = 1024 ** 3
/** As the server reads them. */
export const extensions = ['.csv', '.tsv', '.txt', '.xlsx', '.vcf'] as const

export type FileComplaint = 'empty' | 'large' | 'xls' | 'format'

/** What keeps a file from being sent, as far as its name and size tell. */
export function complaintOf({ name, size }: Pick<File, 'name' | 'size'>): FileComplaint | undefined {
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? ''
  if (ending === '.xls') return 'xls'
  if (!(extensions as readonly string[]).includes(ending)) return 'format'
  if (size === 0) return 'empty'
  return size > largest ? 'large' : undefined
}

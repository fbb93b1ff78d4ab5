import { splitList } from '../platform/lists.ts'

/** An item in quotes, or everything up to the next semicolon. Mailchimp sets commas between: "VIP","Blog, news". */
const item = /\s*(?:"((?:[^"]|"")*)"\s*(?:[;,]|$)|([^;]*)(?:;|$))/g

/** Tags of a cell: as our export writes them, with their quotes, or as other programs do. */
export function tagNames(cell: string): string[] {
  if (/(?:^|;)\s*"/.test(cell))
    return [...cell.matchAll(item)]
      .map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim())
      .filter(Boolean)
  // Google joins values of one kind by ` ::: `, and stars the groups that it keeps itself.
  if (cell.includes(':::') || cell.startsWith('* '))
    return cell
      .split(':::')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('* '))
  return cell.includes(';') || !cell.includes(',')
    ? splitList(cell)
    : cell
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
}

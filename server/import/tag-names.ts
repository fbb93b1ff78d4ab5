import { splitList } from '../platform/lists.ts'

/** Google joins values of one kind by ` ::: `, and stars the groups that it keeps itself. */
export function tagNames(cell: string): string[] {
  if (cell.includes(':::') || cell.startsWith('* '))
    return cell
      .split(':::')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('* '))
  // Mailchimp writes a list of its own: "VIP","Blog, news".
  if (/^"([^"]|"")*"(,|$)/.test(cell)) return splitList(cell.replaceAll(/",\s*"/g, '";"'))
  return cell.includes(';') || !cell.includes(',')
    ? splitList(cell)
    : cell
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
}

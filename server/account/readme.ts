import { type ExportedTable, exportedTables, leftOutTables } from './tables.ts'

interface Head {
  organisation: string | null
  version: string
  exportedAt: string
}

/** What is in the export and how its files refer to each other, for whoever opens it years later. */
export const readme = ({ organisation, version, exportedAt }: Head): string => `# Everything in Throughline${
  organisation ? ` of ${organisation}` : ''
}

Exported on ${exportedAt} by version ${version}, as it stood at that one instant.

- \`contacts.csv\` and \`companies.csv\` are for spreadsheets and other programs: UTF-8, commas, one line a record. A cell that a
  spreadsheet would take for a formula begins with an apostrophe. Several values in a cell are separated by semicolons.
- \`tables/*.jsonl\` has everything: JSON Lines, one JSON object a line, UTF-8. Instants are ISO 8601 with their offset, in UTC.
- \`manifest.json\` has the number of records, the size and the SHA-256 of every other file.

## The tables

${exportedTables.map(describe).join('\n')}

Custom fields stand in \`custom_fields\` of contacts and companies, by the key of their definition. Where a field has choices,
the values are ids of the choices in \`custom_fields.jsonl\`; where it names a colleague, the value is \`users.id\`.

## What is not here

The texts and attachments of mail were never kept: they lie in the mailboxes, where \`message_copies\` points. Of attachments
there are names and sizes. Of mail that its owner does not share, subject, preview and these names are left out. These tables are left out whole:

${leftOutTables.map(({ table, because }) => `- \`${table}\`: ${because}`).join('\n')}
`

function describe({ table, holds, refersTo = {}, without = [], because }: ExportedTable): string {
  const references = Object.entries(refersTo).map(([column, target]) => `\`${column}\` is \`${target}\``)
  return [
    `- \`${table}.jsonl\`: ${holds}`,
    references.length > 0 ? ` Here ${references.join(', ')}.` : '',
    without.length > 0 ? ` Without ${without.map((name) => `\`${name}\``).join(', ')}: ${because}` : '',
  ].join('')
}

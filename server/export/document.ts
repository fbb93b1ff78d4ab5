import { exportHeadings } from '#db/references.ts'
import type { ExportContext, Exporter } from './exporter.ts'
import { exporters } from './exporters.ts'
import type { People } from './people.ts'

/** The file as JSON text, piece by piece: its head, then every heading of the registry of references, then its end. */
export async function* documentOf(head: object, context: ExportContext, people: People): AsyncGenerator<string> {
  yield JSON.stringify(head).slice(0, -1)
  for (const heading of exportHeadings) {
    yield `,\n${JSON.stringify(heading)}:`
    yield* section(exporters[heading], context, people)
  }
  yield ',\n"complete":true}\n'
}

async function* section(exporter: Exporter, context: ExportContext, people: People): AsyncGenerator<string> {
  const text = (item: object) => JSON.stringify(people.redact(item))
  if ('object' in exporter) {
    yield text(await exporter.object(context))
    return
  }
  let separator = '['
  for await (const items of exporter.list(context)) {
    if (items.length === 0) continue
    yield separator + items.map(text).join(',\n')
    separator = ',\n'
  }
  yield separator === '[' ? '[]' : ']'
}

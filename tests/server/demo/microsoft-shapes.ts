import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** Microsoft's own shapes, converted from the CSDL of Graph v1.0; not part of this repository. */
const FILE =
  process.env.GRAPH_OPENAPI ??
  fileURLToPath(new URL('../../../../shared/graph/graph-v1.0-subset.openapi.json', import.meta.url))
export const PRESENT = existsSync(FILE)
/** For the names of tests, so that a report never claims more than was done. */
export const HOW = PRESENT
  ? 'checked against Microsoft’s shapes'
  : 'NOT checked against Microsoft’s shapes: set GRAPH_OPENAPI'

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>
}

if (!PRESENT) console.warn(`${FILE} is absent: answers of the demo Graph were not compared with Microsoft's schemas.`)

/** Every operation of the document, as `GET /path`. */
export const operations = () =>
  Object.entries(readDocument().paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'parameters')
      .map((method) => `${method.toUpperCase()} ${path}`),
  )

/** Says what of an operation's answer does not fit; nothing does where the document is absent. */
export function answerChecker(): (method: string, template: string, status: number, body: unknown) => string[] {
  if (!PRESENT) return () => []
  const { paths } = readDocument()
  const compare = comparer()
  return (method, template, status, body) => {
    const operation = paths[template]?.[method.toLowerCase()]
    if (!operation) return [`${method} ${template} is not in the document`]
    const response = operation.responses[status] ?? operation.responses[`${Math.floor(status / 100)}XX`]
    if (!response) return [`status ${status} is not in the document`]
    const schema = Object.values(response.content ?? {})[0]?.schema
    if (!schema) return body === '' ? [] : ['a body where there should be none']
    return compare(schema, body)
  }
}

/** Says what of a value does not fit the named schema. */
export function valueChecker(name: string): (value: unknown) => string[] {
  if (!PRESENT) return () => []
  const compare = comparer()
  return (value) => compare({ $ref: `#/components/schemas/${name}` }, value)
}

const readDocument = () => JSON.parse(readFileSync(FILE, 'utf8')) as Document

function comparer() {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(readDocument() as object, 'graph')
  return (schema: object, value: unknown): string[] => {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"graph#/')) as object)
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}

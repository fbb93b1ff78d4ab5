import { previewImport } from '../../../server/import/preview-import.ts'
import { runImport } from '../../../server/import/run-import.ts'
import type { Import, ImportRows, Mapping } from '../../../server/import/schema.ts'
import { undoImport } from '../../../server/import/undo-import.ts'
import { type Answer, admin, type TestApi } from '../api.ts'
import type { TestPerson } from '../entra.ts'

export interface Importer {
  upload(content: string | Buffer, name?: string): Promise<Import>
  tryUpload(content: string | Buffer, name?: string): Promise<Answer>
  /** Changes parts of the mapping, columns by their names. */
  map(
    given: Import,
    change: Partial<Mapping>,
    columns?: Record<string, Partial<Mapping['columns'][number]>>,
  ): Promise<Import>
  preview(id: string): Promise<Import>
  run(id: string): Promise<Import>
  undo(id: string): Promise<Import>
  rows(id: string, outcome?: string): Promise<ImportRows['items']>
  /** From the upload to the end. */
  all(content: string | Buffer, change?: Partial<Mapping>, name?: string): Promise<Import>
  read(id: string): Promise<Import>
  answer(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object): Promise<Answer>
}

/** Imports through the API, and does the jobs where a worker would; `chunk` rows at a time, else the usual number. */
export function importing(api: TestApi, person: TestPerson = admin, chunk?: number): Importer {
  const ask = api.as(person)
  const { db, sql, secrets } = api.services
  const context = { db, sql, secrets, now: () => new Date(), ...(chunk ? { chunk } : {}) }
  const answer: Importer['answer'] = (method, path, payload) =>
    ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) })
  const fine = async (asked: Promise<Answer>): Promise<Import> => {
    const { status, body } = await asked
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body
  }
  const read = (id: string) => fine(answer('GET', `/imports/${id}`))
  const importer: Importer = {
    answer,
    read,
    tryUpload: (content, name = 'people.csv') => {
      const boundary = 'xxxxboundaryxxxx'
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
      return ask({
        method: 'POST',
        url: '/api/v1/imports',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
      })
    },
    upload: (content, name) => fine(importer.tryUpload(content, name)),
    map: (given, change, columns = {}) =>
      fine(
        answer('PUT', `/imports/${given.id}/mapping`, {
          ...given.mapping,
          ...change,
          columns: given.mapping.columns.map((column, index) => ({
            ...column,
            ...columns[given.columns[index]?.name ?? ''],
          })),
        }),
      ),
    preview: async (id) => {
      await fine(answer('POST', `/imports/${id}/preview`))
      await previewImport(context, id)
      return read(id)
    },
    run: async (id) => {
      await fine(answer('POST', `/imports/${id}/run`))
      await runImport(context, id)
      return read(id)
    },
    undo: async (id) => {
      await fine(answer('POST', `/imports/${id}/undo`))
      await undoImport(context, id)
      return read(id)
    },
    rows: async (id, outcome) => {
      const { body } = await answer('GET', `/imports/${id}/rows?limit=500${outcome ? `&outcome=${outcome}` : ''}`)
      return body.items
    },
    all: async (content, change = {}, name = 'people.csv') => {
      const given = await importer.upload(content, name)
      const mapped = Object.keys(change).length > 0 ? await importer.map(given, change) : given
      return importer.run(mapped.id)
    },
  }
  return importer
}

/** Contacts as the API shows them, in the order of their names. */
export async function contactsOf(api: TestApi): Promise<Answer['body'][]> {
  const { body } = await api.as(admin)({ method: 'GET', url: '/api/v1/contacts?limit=500&sort=name' })
  return body.items
}

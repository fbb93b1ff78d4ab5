import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'

const REMEMBERED = 20_000
const FRESH_FOR = 600_000

type Urls = Map<string, string>

/**
 * Where links lead, as it stands in a header. What was asked for lately is answered from memory, also while the database is
 * slow or away; what is asked for in the same turn is looked up in one statement.
 */
export class LinkBook {
  readonly #db: Database
  readonly #known = new Map<string, { url: string; at: number }>()
  #wanted: string[] = []
  #asking: Promise<Urls> | null = null

  constructor(db: Database) {
    this.#db = db
  }

  /** Where a link leads, if that was asked for lately. */
  known(id: string, now: number): string | null {
    const known = this.#known.get(id)
    return known && now - known.at < FRESH_FOR ? known.url : null
  }

  /** The address as it was when the mail was written; null when the link is gone. */
  async urlOf(id: string, now: number): Promise<string | null> {
    try {
      const url = (await this.#lookUp(id)).get(id)
      this.#known.delete(id)
      return url === undefined ? null : this.#remember(id, url, now)
    } catch (error) {
      const known = this.#known.get(id)
      if (known) return known.url
      throw error
    }
  }

  #lookUp(id: string): Promise<Urls> {
    this.#wanted.push(id)
    this.#asking ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const wanted = this.#wanted
        this.#wanted = []
        this.#asking = null
        this.#read(wanted).then(resolve, reject)
      })
    })
    return this.#asking
  }

  async #read(ids: readonly string[]): Promise<Urls> {
    const rows = await this.#db.execute<{ id: string; url: string }>(
      sql`select id, url from tracked_links where id = any(${plainArray(ids)}::uuid[])`,
    )
    return new Map(rows.map(({ id, url }) => [id, new URL(url).href]))
  }

  #remember(id: string, url: string, at: number): string {
    this.#known.set(id, { url, at })
    const [oldest] = this.#known.keys()
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
    return url
  }
}

import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { readImport } from './edit-import.ts'
import type { Import, ImportState } from './schema.ts'

const EVERY = 400
/** A line now and then keeps proxies from taking the connection for dead. */
const SIGN_OF_LIFE = 15_000

const underWay: readonly ImportState[] = ['previewing', 'running', 'undoing']

/** Tells how an import goes as server-sent events (WHATWG HTML, 9.2), until nothing is under way. */
export function followImport(db: Database, actor: Actor, first: Import, gone: () => boolean): Readable {
  return Readable.from(events(db, actor, first, gone), { objectMode: false })
}

async function* events(db: Database, actor: Actor, first: Import, gone: () => boolean): AsyncGenerator<string> {
  let told = ''
  let quiet = 0
  for (let current = first; ; current = await readImport(db, actor, first.id)) {
    const text = JSON.stringify(current)
    if (text !== told) yield `data: ${text}\n\n`
    else if (quiet >= SIGN_OF_LIFE) yield ': still there\n\n'
    quiet = text === told && quiet < SIGN_OF_LIFE ? quiet + EVERY : 0
    told = text
    if (!underWay.includes(current.state) || gone()) return
    await sleep(EVERY)
  }
}

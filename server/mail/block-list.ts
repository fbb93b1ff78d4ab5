import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import { InvalidInput, NotFound } from '../platform/problem.ts'
import type { Mail } from './mail.ts'
import type { AddBlock, MailBlock } from './schema.ts'

/** What a mail is kept out for. */
export type BlockableMail = Pick<Mail, 'subject' | 'from' | 'to' | 'cc' | 'bcc'>

export interface BlockList {
  blocks(mail: BlockableMail): boolean
}

/** What keeps a mail out: any person on it at a blocked domain or address, or a blocked word in its subject. */
export async function blockList(tx: Tx): Promise<BlockList> {
  const rows = await listBlocks(tx)
  const of = (kind: MailBlock['kind']) => rows.filter((row) => row.kind === kind).map((row) => row.pattern)
  const domains = of('domain')
  const addresses = new Set(of('address'))
  const subjects = of('subject').map((pattern) => pattern.toLowerCase())
  if (rows.length === 0) return { blocks: () => false }
  return {
    blocks(mail) {
      const subject = mail.subject?.normalize('NFKC').toLowerCase() ?? ''
      if (subjects.some((pattern) => subject.includes(pattern))) return true
      return [mail.from, ...mail.to, ...mail.cc, ...mail.bcc].some((person) => {
        const address = parseAddress(person?.address)
        if (!address) return false
        return (
          addresses.has(address.normal) ||
          domains.some((domain) => address.domain === domain || address.domain.endsWith(`.${domain}`))
        )
      })
    },
  }
}

export async function listBlocks(tx: Tx): Promise<MailBlock[]> {
  const rows = await tx.execute<{ id: string; kind: MailBlock['kind']; pattern: string }>(sql`
    select id, kind, pattern from mail_blocks order by kind, pattern`)
  return [...rows]
}

/** Keeps out what comes from now on; what is stored already stays. @throws InvalidInput for no domain or address. */
export async function addBlock(tx: Tx, actor: Actor, { kind, pattern }: AddBlock): Promise<MailBlock> {
  const normal = normalised(kind, pattern)
  if (!normal) throw new InvalidInput([{ path: 'pattern', message: `This is not a valid ${kind}.` }])
  const [row] = await tx.execute<{ id: string }>(sql`insert into mail_blocks (kind, pattern, created_by)
    values (${kind}, ${normal}, ${actor.userId}) on conflict (kind, pattern) do update set pattern = excluded.pattern returning id`)
  return { id: row?.id as string, kind, pattern: normal }
}

function normalised(kind: MailBlock['kind'], pattern: string): string | null {
  if (kind === 'domain') return parseAddress(`x@${pattern.replace(/^@/, '')}`)?.domain ?? null
  if (kind === 'address') return parseAddress(pattern)?.normal ?? null
  return pattern.normalize('NFKC').trim().toLowerCase() || null
}

export async function removeBlock(tx: Tx, id: string): Promise<void> {
  const gone = await tx.execute(sql`delete from mail_blocks where id = ${id} returning id`)
  if (gone.length === 0) throw new NotFound('such block')
}

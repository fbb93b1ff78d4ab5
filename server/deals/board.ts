import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { dealsMatching, pageOfDeals } from './list-deals.ts'
import { amountText } from './read-deal.ts'
import type { DealBoard, DealBoardQuery, DealSum } from './schema.ts'
import { listStages } from './stages.ts'

interface SumRow extends Record<string, unknown> {
  stage_id: string
  currency: string | null
  amount: string | null
  deals: number
}

/**
 * The board: every stage with how many deals it has, their amounts by currency, and the first page of them, those last
 * changed first. Of the final stages only what was closed lately. One transaction, so that numbers and cards agree.
 */
export const dealBoard = (db: Database, query: DealBoardQuery, now: Date): Promise<DealBoard> =>
  db.transaction((tx) => boardIn(tx, query, now), { isolationLevel: 'repeatable read', accessMode: 'read only' })

async function boardIn(tx: Tx, query: DealBoardQuery, now: Date): Promise<DealBoard> {
  const { closedWithinDays, limit, ...narrowed } = query
  const wanted = { ...narrowed, closedWithinDays }
  const sums = await tx.execute<SumRow>(sql`
    select d.stage_id, d.currency, sum(d.amount)::text as amount, count(*)::int as deals
      from deals d join deal_stages s on s.id = d.stage_id where ${dealsMatching(wanted, now)}
     group by d.stage_id, d.currency order by count(*) desc, d.currency`)
  const columns: DealBoard['columns'] = []
  for (const { id, name, outcome } of await listStages(tx)) {
    const here = sums.filter((row) => row.stage_id === id)
    const page = await pageOfDeals(tx, dealsMatching({ ...wanted, stage: id }, now), { limit })
    columns.push({
      stage: { id, name, outcome },
      count: here.reduce((count, row) => count + row.deals, 0),
      sums: here.flatMap(sumFrom),
      ...page,
    })
  }
  return { columns, closedWithinDays }
}

function sumFrom({ currency, amount, deals }: SumRow): DealSum[] {
  return currency === null || amount === null ? [] : [{ currency, amount: amountText(amount, currency), deals }]
}

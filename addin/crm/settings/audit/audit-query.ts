import { infiniteQueryOptions } from '@tanstack/react-query'
import type { AuditPage } from '../../../../server/audit/schema.ts'
import { api } from '../../../api/session.ts'

/** What of the audit log is shown; empty texts do not narrow it. Days are the reader's. */
export interface AuditFilter {
  action: string
  userId: string
  from: string
  to: string
}

export const noFilter: AuditFilter = { action: '', userId: '', from: '', to: '' }

/** The beginnings of actions that can be asked for. */
export const knownActions = [
  'account',
  'audit',
  'call_source',
  'companies',
  'contact',
  'contacts',
  'custom_field',
  'form',
  'jurisdiction',
  'roles',
  'scoring_rule',
  'segment',
  'tag',
] as const

/** The log from its newest entry. */
export function auditQuery(filter: AuditFilter) {
  const query = {
    action: filter.action,
    userId: filter.userId,
    from: startOfDay(filter.from),
    to: startOfDay(filter.to, 1),
    limit: 50,
  }
  return infiniteQueryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal, pageParam }) =>
      api.get<AuditPage>('/audit', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

/** The first instant of a local day, or of one some days later; empty stays empty. */
export function startOfDay(day: string, later = 0): string {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return ''
  return new Date(year, month - 1, date + later).toISOString()
}

/** The details of an entry on one line: `name: value · name: value`; what is empty is left out. */
export function detailsText(details: Record<string, unknown>): string {
  return Object.entries(details)
    .map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)])
    .filter(([, text]) => !['', 'null', '[]', '{}'].includes(text))
    .map(([name, text]) => `${name}: ${text}`)
    .join(' · ')
}

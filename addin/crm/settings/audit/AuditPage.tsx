import { Button, Field, Input, makeStyles, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../server/audit/schema.ts'
import { usersQuery } from '../../../features/editing/users-query.ts'
import { shortDate, timeOfDay } from '../../../ui/format.ts'
import { Instant } from '../../../ui/Instant.tsx'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { AuditCheckPart } from './AuditCheckPart.tsx'
import { type AuditFilter, auditQuery, detailsText, knownActions, noFilter } from './audit-query.ts'

const useStyles = makeStyles({
  tools: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(180px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  input: { minWidth: 0, width: '100%' },
  list: { listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  entry: {
    display: 'grid',
    gridTemplateColumns: '170px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  action: { ...typographyStyles.body1Strong, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  more: { justifySelf: 'start' },
})

/** Settings > Audit: who did what to whom, newest first, and whether anybody tampered with it. */
export default function AuditPage() {
  const { t } = useTranslation('settings')
  const { may, who } = useMay('audit')
  return (
    <Page title={t('page.audit')} intro={t('about.audit')}>
      {may ? <Audit /> : <ReadOnly who={who} what="hidden" />}
    </Page>
  )
}

function Audit() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const [filter, setFilter] = useState<AuditFilter>(noFilter)
  const log = useInfiniteQuery(auditQuery(filter))
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <AuditCheckPart />
      <Filters filter={filter} onChange={setFilter} />
      {log.isError && !log.data && <Failed error={log.error} retry={log.refetch} compact />}
      {log.isPending && <LoadingRows />}
      {log.data && entries.length === 0 && <Message compact title={t('audit.none')} text={t('audit.noneHint')} />}
      {entries.length > 0 && (
        <ol className={styles.list} aria-label={t('page.audit')}>
          {entries.map((entry) => (
            <Entry key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button className={styles.more} disabledFocusable={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
          {t('audit.more')}
        </Button>
      )}
    </>
  )
}

function Filters({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const users = useQuery(usersQuery)
  const set = (part: Partial<AuditFilter>) => onChange({ ...filter, ...part })
  return (
    <div className={styles.tools}>
      <Field label={t('audit.action')}>
        <Select value={filter.action} onChange={(_, { value }) => set({ action: value })}>
          <option value="">{t('audit.anything')}</option>
          {knownActions.map((action) => (
            <option key={action} value={action}>
              {t(`audit.group.${action}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('audit.by')}>
        <Select value={filter.userId} onChange={(_, { value }) => set({ userId: value })}>
          <option value="">{t('audit.anybody')}</option>
          {(users.data ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('audit.from')}>
        <Input
          className={styles.input}
          type="date"
          value={filter.from}
          onChange={(_, { value }) => set({ from: value })}
        />
      </Field>
      <Field label={t('audit.to')}>
        <Input className={styles.input} type="date" value={filter.to} onChange={(_, { value }) => set({ to: value })} />
      </Field>
    </div>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const details = detailsText(entry.details)
  const subject = [entry.subjectKind, entry.subjectId].filter(Boolean).join(' ')
  return (
    <li className={styles.entry}>
      <div>
        <p className={styles.text}>
          <Instant at={entry.at} text={`${shortDate(entry.at)} ${timeOfDay(entry.at)}`} />
        </p>
        <p className={styles.quiet}>{t('audit.number', { number: entry.number })}</p>
      </div>
      <div>
        <p className={styles.action}>{entry.action}</p>
        <p className={styles.text}>{t('audit.who', { name: entry.by?.name ?? t('audit.server'), subject })}</p>
        {details && <p className={styles.quiet}>{details}</p>}
      </div>
    </li>
  )
}

import './texts.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConsentEntry } from '../../../server/consent/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'

const useStyles = makeStyles({
  toggle: { justifySelf: 'start', marginInlineStart: '-8px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  entry: {
    ...typographyStyles.caption1,
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
    paddingInlineStart: tokens.spacingHorizontalM,
    borderLeft: `2px solid ${tokens.colorNeutralStroke1}`,
  },
  head: { ...typographyStyles.body1Strong },
  quiet: { color: tokens.colorNeutralForeground3 },
  facts: { display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: '8px', margin: 0 },
  value: { margin: 0, whiteSpace: 'pre-line' },
})

/** Every decision with its evidence, newest first. Nothing here can be rewritten. */
export function Ledger({ entries }: { entries: ConsentEntry[] }) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  const [open, setOpen] = useState(false)
  const listId = useId()
  if (entries.length === 0) return <span className={styles.quiet}>{t('ledgerEmpty')}</span>
  return (
    <>
      <Button
        className={styles.toggle}
        size="small"
        appearance="subtle"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => setOpen(!open)}
      >
        {t('ledger', { count: entries.length })}
      </Button>
      {open && (
        <ol id={listId} className={styles.list}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </>
  )
}

function Entry({ entry }: { entry: ConsentEntry }) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  const route = t(`routeOf.${entry.route}`)
  const facts = useFacts(entry)
  return (
    <li className={styles.entry}>
      <span className={styles.head}>
        {t(`statusOf.${entry.status}`)} {entry.type && `(${t(`typeOf.${entry.type}`)})`}
      </span>
      <span className={styles.quiet}>
        {t(`purposeOf.${entry.purpose}`)} · <Instant at={entry.effectiveAt} text={shortDate(entry.effectiveAt)} />
      </span>
      <span className={styles.quiet}>
        {entry.recordedBy ? t('entryBy', { route, name: entry.recordedBy.name }) : route}
      </span>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt className={styles.quiet}>{name}</dt>
              <dd className={styles.value}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

const evidenceNames = ['text', 'textVersion', 'url', 'form', 'ip', 'agent', 'spoken', 'note', 'confirmedAt'] as const

/** What stands behind an entry: its source, event, basis and evidence, in words. */
function useFacts(entry: ConsentEntry): [string, string][] {
  const { t } = useTranslation('consentPanel')
  const event = entry.event && [t(`eventOf.${entry.event}`), entry.eventAt && shortDate(entry.eventAt)]
  const facts: [string, string | null | undefined][] = [
    [t('source'), entry.source],
    [t('basis'), entry.gdprBasis && t(`basisOf.${entry.gdprBasis}`)],
    [t('event'), event?.filter(Boolean).join(', ')],
    [t('expires'), entry.expiresAt && shortDate(entry.expiresAt)],
    [t('address'), entry.address],
    [t('objection'), entry.objection ? t('yes') : null],
    [t('withoutEvidence'), entry.status === 'opted_in' && !entry.proven ? t('yes') : null],
    ...evidenceNames.map((name): [string, string | null] => [
      t(`evidence.${name}`),
      evidenceText(entry.evidence[name], t('yes')),
    ]),
  ]
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]))
}

const evidenceText = (value: unknown, yes: string): string | null =>
  value === true ? yes : typeof value === 'string' && value ? value : null

import './texts.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowRightRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Consent } from '../../../server/consent/schema.ts'
import { shortDate, timeOfDay } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useHidden } from '../../ui/parts/hidden.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { customPrefix, isBlank, type Value } from '../editing/draft.ts'
import { type Change, historyQuery } from './history-query.ts'
import { NameOf } from './NameOf.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  change: { display: 'grid', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  field: { ...typographyStyles.body1Strong },
  values: { ...typographyStyles.body1, display: 'flex', flexWrap: 'wrap', gap: '4px', alignItems: 'center' },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  old: { color: tokens.colorNeutralForeground3 },
  more: { justifySelf: 'start', marginTop: tokens.spacingVerticalS },
})

interface Props {
  of: 'contacts' | 'companies' | 'deals'
  id: string
  labelOf: (field: string) => string
  /** A value as people read it. */
  show: (field: string, value: Value) => string
}

/** Who changed what, when, and by which route. */
export default function ChangeHistory({ of, id, labelOf, show }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('history')
  const history = useInfiniteQuery(historyQuery(of, id))
  if (history.isError && !history.data) return <Failed compact error={history.error} retry={history.refetch} />
  if (!history.data) return <LoadingRows count={3} />
  const changes = history.data.pages.flatMap((page) => page.items)
  if (changes.length === 0) return <span className={styles.quiet}>{t('empty')}</span>
  return (
    <>
      <ol className={styles.list}>
        {changes.map((change) => (
          <ChangeLine key={`${change.at} ${change.field}`} change={change} labelOf={labelOf} show={show} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          className={styles.more}
          size="small"
          disabledFocusable={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

type LineProps = { change: Change } & Pick<Props, 'labelOf' | 'show'>

function ChangeLine({ change, labelOf, show }: LineProps) {
  const styles = useStyles()
  const { t } = useTranslation('history')
  const name = change.by?.name ?? t('system')
  return (
    <li className={styles.change}>
      <span className={styles.field}>{useFieldName(change.field, labelOf)}</span>
      {change.field !== 'created' && <Values change={change} show={show} />}
      <span className={styles.quiet}>
        {t('by', { name, route: t(`routeOf.${change.route}`) })} ·{' '}
        <Instant at={change.at} text={`${shortDate(change.at)} ${timeOfDay(change.at)}`} />
      </span>
    </li>
  )
}

function useFieldName(field: string, labelOf: Props['labelOf']): string {
  const { t } = useTranslation('history')
  if (field === 'created') return t('created')
  if (
    field === 'consent' ||
    field === 'tagsAdded' ||
    field === 'tagsRemoved' ||
    field === 'merged' ||
    field === 'bounced'
  ) {
    return t(`fields.${field}`)
  }
  return labelOf(draftName(field))
}

/** The history names fields as they are stored. */
function draftName(field: string): string {
  if (field === 'companyId') return 'company'
  if (field === 'ownerId') return 'owner'
  return field.replace(/^customFields\./, customPrefix)
}

function Values({ change, show }: Pick<LineProps, 'change' | 'show'>) {
  const styles = useStyles()
  const { t } = useTranslation('history')
  const hidden = useHidden()
  if (change.field === 'tagsAdded' || change.field === 'tagsRemoved') {
    const tags = isBlank(change.after as Value) ? change.before : change.after
    return (
      <span className={styles.values}>
        <OneValue field={change.field} value={tags} show={show} />
      </span>
    )
  }
  return (
    <span className={styles.values}>
      <span className={hidden}>{t('was')}</span>
      <span className={styles.old}>
        <OneValue field={change.field} value={change.before} show={show} />
      </span>
      <ArrowRightRegular aria-hidden />
      <span className={hidden}>{t('now')}</span>
      <span>
        <OneValue field={change.field} value={change.after} show={show} />
      </span>
    </span>
  )
}

function OneValue({ field, value, show }: { field: string; value: unknown; show: Props['show'] }) {
  const { t } = useTranslation(['history', 'translation'])
  if (field === 'consent') {
    const { status, type } = (value ?? {}) as { status?: Consent['status']; type?: Consent['type'] }
    if (!status) return t('empty_value')
    return [t(`translation:consent.${status}`), type && `(${t(`translation:consent.${type}`)})`]
      .filter(Boolean)
      .join(' ')
  }
  if (isBlank(value as Value)) return t('empty_value')
  if ((field === 'companyId' || field === 'ownerId') && typeof value === 'string') {
    return <NameOf kind={field === 'companyId' ? 'company' : 'user'} id={value} />
  }
  return show(draftName(field), value as Value)
}

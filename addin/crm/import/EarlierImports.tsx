import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ImportSummary } from '../../../server/import/schema.ts'
import { fileSize, relativeTime } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { numberText } from './format.ts'
import { importsQuery } from './imports-query.ts'
import { Progress } from './Progress.tsx'
import { canUndo, isMoving, partsOf } from './progress.ts'
import { useImportRights } from './rights.ts'
import { StateBadge } from './State.tsx'
import { useImportStyles } from './styles.ts'
import { UndoDialog } from './UndoDialog.tsx'

const useStyles = makeStyles({
  body: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  name: { color: tokens.colorBrandForegroundLink, overflowWrap: 'anywhere' },
})

/** All imports of before: where each stands, what it did, and the way back while there is one. */
export function EarlierImports() {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const list = useInfiniteQuery(importsQuery)
  const all = list.data?.pages.flatMap(({ items }) => items) ?? []
  const [undoing, setUndoing] = useState<ImportSummary>()
  return (
    <section className={shared.part} aria-labelledby="earlier-imports">
      <h2 id="earlier-imports" className={shared.partTitle}>
        {t('list.title')}
      </h2>
      {list.error && !list.data && <Failed compact error={list.error} retry={list.refetch} />}
      {list.isPending && <LoadingRows count={3} />}
      {list.data && all.length === 0 && <Message compact title={t('list.empty')} text={t('list.emptyText')} />}
      <ul className={shared.list}>
        {all.map((one) => (
          <Row key={one.id} one={one} onUndo={() => setUndoing(one)} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div>
          <Button disabledFocusable={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      )}
      {undoing && <UndoDialog one={undoing} onClose={() => setUndoing(undefined)} />}
    </section>
  )
}

function Row({ one, onUndo }: { one: ImportSummary; onUndo: () => void }) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { mayChange } = useImportRights()
  return (
    <li className={shared.item}>
      <div className={`${shared.grow} ${styles.body}`}>
        <div className={shared.row}>
          <Link className={styles.name} to={`/import/${one.id}`}>
            {one.name}
          </Link>
          <StateBadge state={one.state} progress={one.progress} />
        </div>
        <p className={shared.quiet}>
          {t('list.by', { name: one.requestedBy.name, when: relativeTime(one.createdAt) })} · {fileSize(one.bytes)}
        </p>
        {isMoving(one) ? (
          <Progress quiet label={`${one.name}: ${t(`state.${one.state}`)}`} progress={one.progress} />
        ) : (
          <Summary one={one} />
        )}
        {one.error && <p className={shared.quiet}>{one.error}</p>}
      </div>
      {canUndo(one) && mayChange(one) && (
        <Button
          size="small"
          icon={<ArrowUndoRegular />}
          aria-label={t('list.undoOf', { name: one.name })}
          onClick={onUndo}
        >
          {t('run.undoShort')}
        </Button>
      )}
    </li>
  )
}

/** "1,204 rows: 900 new, 24 refused" */
function Summary({ one: { counts, total } }: { one: ImportSummary }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  if (counts.rows === 0 && total === null) return null
  const parts = partsOf(counts).map(
    ({ outcome, rows }) => `${numberText(rows)} ${t(`outcome.${outcome}`).toLocaleLowerCase()}`,
  )
  return (
    <p className={`${shared.quiet} ${shared.number}`}>
      {[t('list.counts', { count: total ?? counts.rows }), ...parts].join(' · ')}
    </p>
  )
}

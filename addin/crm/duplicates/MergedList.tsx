import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { MergeRegular } from '@fluentui/react-icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Merge } from '../../../server/merge/schema.ts'
import { meQuery } from '../../api/session.ts'
import { contactQuery } from '../../features/contact/contact-query.ts'
import { mayMerge } from '../../features/duplicates/rights.ts'
import { MergeEntry } from '../../features/merge/MergeEntry.tsx'
import { mergesQuery } from '../../features/merge/merge-query.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { border, usePageStyles } from './styles.ts'

const useStyles = makeStyles({
  part: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    justifyItems: 'start',
    maxWidth: '820px',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
  },
  list: { listStyle: 'none', margin: 0, padding: 0, width: '100%' },
  item: { paddingBlock: tokens.spacingVerticalM, borderBottom: border },
})

/** The latest merges, each with its way back. */
export function MergedList() {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const { data: me } = useQuery(meQuery)
  const list = useInfiniteQuery(mergesQuery())
  const merges = list.data?.pages.flatMap(({ items }) => items) ?? []
  if (list.isError && !list.data) return <Failed error={list.error} retry={list.refetch} />
  if (!list.data) return <LoadingRows />
  if (merges.length === 0) {
    return <Message icon={<MergeRegular />} title={t('merged.none')} text={t('merged.noneText')} />
  }
  return (
    <section className={styles.part} aria-label={t('merged.title')}>
      <p className={shared.text}>{t('merged.intro')}</p>
      <ul className={styles.list}>
        {merges.map((merge) => (
          <li key={merge.id} className={styles.item}>
            <MergeEntry merge={merge} mayUndo={mayMerge(me?.roles ?? [])} into={<Survivor merge={merge} />} />
          </li>
        ))}
      </ul>
      {list.isFetchNextPageError && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{t('merged.moreFailed')}</MessageBarBody>
        </MessageBar>
      )}
      {list.hasNextPage && (
        <Button disabledFocusable={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('merged.more')}
        </Button>
      )}
    </section>
  )
}

function Survivor({ merge }: { merge: Merge }) {
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const { data: contact } = useQuery({ ...contactQuery(merge.survivorId), retry: false, staleTime: 60_000 })
  return (
    <>
      {t('merged.into')}{' '}
      <Link className={shared.link} to={`/contacts/${merge.survivorId}`}>
        <bdi>{contact?.displayName ?? t('merged.survivor')}</bdi>
      </Link>
      {merge.inBulk && (
        <span className={shared.quiet}> · {t(merge.mergedBy ? 'merged.bulk' : 'merged.automatic')}</span>
      )}
    </>
  )
}

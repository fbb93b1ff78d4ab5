import './texts.ts'
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session.ts'
import { mayMerge } from '../duplicates/rights.ts'
import { MergeEntry } from './MergeEntry.tsx'
import { mergesQuery } from './merge-query.ts'

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
})

interface Props {
  contactId: string
  /** The frame around it, where there is something to show. */
  frame: (title: string, content: ReactNode) => ReactNode
}

/** Whom a contact was merged from, with the way back; nothing for one who never was. */
export default function MergedFrom({ contactId, frame }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const { data: me } = useQuery(meQuery)
  const list = useInfiniteQuery(mergesQuery(contactId))
  const merges = list.data?.pages.flatMap(({ items }) => items) ?? []
  if (merges.length === 0) return null
  return frame(
    t('from.title'),
    <>
      <ul className={styles.list}>
        {merges.map((merge) => (
          <li key={merge.id}>
            <MergeEntry merge={merge} mayUndo={mayMerge(me?.roles ?? [])} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button size="small" disabledFocusable={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('from.more')}
        </Button>
      )}
    </>,
  )
}

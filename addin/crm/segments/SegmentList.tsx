import { Button, Field, Input } from '@fluentui/react-components'
import { AddRegular, SearchRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { Segment } from '../../../server/segments/schema.ts'
import { FilterSummary } from '../../features/filter/FilterSummary.tsx'
import { useBroken } from '../../features/filter/use-broken.ts'
import { segmentsQuery } from '../../features/filter/use-lookups.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { useTitle } from '../shell/use-title.ts'
import { OpenInList } from './OpenInList.tsx'
import { KindBadge, Size, UsedBy } from './SegmentFacts.tsx'
import { usePageStyles } from './styles.ts'
import { useWrites } from './use-writes.ts'

/** Every segment: what it is, how many are in it, who uses it. */
export function SegmentList() {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const { data, error, refetch } = useQuery(segmentsQuery)
  const navigate = useNavigate()
  useTitle(t('title'))
  const writes = useWrites()
  const [text, setText] = useState('')
  const all = data?.items ?? []
  const shown = all.filter(({ name }) => name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()))
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        {writes && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => navigate('/segments/new')}>
            {t('new')}
          </Button>
        )}
      </div>
      <p className={styles.text}>{t('intro')}</p>
      {all.length > 5 && (
        <Field label={t('search')}>
          <Input
            type="search"
            contentBefore={<SearchRegular aria-hidden />}
            value={text}
            onChange={(_, { value }) => setText(value)}
          />
        </Field>
      )}
      {error && !data && <Failed error={error} retry={refetch} />}
      {!data && !error && <LoadingRows />}
      {data && all.length === 0 && <Message title={t('empty')} text={t('emptyText')} />}
      {all.length > 0 && shown.length === 0 && <Message compact title={t('nothing')} />}
      <ul className={styles.list}>
        {shown.map((segment) => (
          <Row key={segment.id} segment={segment} />
        ))}
      </ul>
    </div>
  )
}

function Row({ segment }: { segment: Segment }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  // Marked in the filter's words already; the server's reason is for what lies deeper, in a segment it names.
  const seen = useBroken(segment.filter ?? undefined)
  return (
    <li className={styles.item}>
      <div className={styles.grow}>
        <div className={styles.row}>
          <Link className={styles.link} to={`/segments/${segment.id}`}>
            {segment.name}
          </Link>
          <KindBadge segment={segment} />
        </div>
        {segment.description && <p className={styles.quiet}>{segment.description}</p>}
        {segment.kind === 'dynamic' && segment.filter && (
          <p className={styles.quiet}>
            <FilterSummary filter={segment.filter} />
          </p>
        )}
        {segment.paused && !seen && <p className={styles.quiet}>{t('paused', { reason: segment.paused })}</p>}
        {segment.usedBy.length > 0 && (
          <p className={styles.quiet}>
            <UsedBy usedBy={segment.usedBy} />
          </p>
        )}
      </div>
      <span className={styles.text}>
        <Size size={segment.size} />
      </span>
      {!segment.paused && <OpenInList segment={segment} />}
    </li>
  )
}

import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DuplicateGroup } from '../../../server/duplicates/schema.ts'
import { CertaintyBadge } from '../../features/duplicates/CertaintyBadge.tsx'
import { namesOf, strongestReason } from './queue.ts'
import { border } from './styles.ts'

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  group: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: `2px ${tokens.spacingHorizontalS}`,
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: 'none',
    borderBottom: border,
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  here: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  names: {
    ...typographyStyles.body1Strong,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  reason: {
    ...typographyStyles.caption1,
    color: tokens.colorNeutralForeground2,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  size: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, textAlign: 'end' },
  more: { margin: tokens.spacingHorizontalM },
  waiting: { opacity: 0.6 },
})

interface Props {
  groups: readonly DuplicateGroup[]
  /** The one that is looked at. */
  current: string | undefined
  onChoose: (place: number) => void
  /** What is shown is of the filter before. */
  waiting: boolean
  more: { has: boolean; loading: boolean; failed: boolean; load: () => void }
}

/** The queue: who, how sure, why, how many. */
export function GroupList({ groups, current, onChoose, waiting, more }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('deduplication')
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (current) list.current?.querySelector(`[data-group="${current}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <>
      <ul ref={list} className={mergeClasses(styles.list, waiting && styles.waiting)} aria-label={t('list.label')}>
        {groups.map((group, place) => {
          const here = group.id === current
          return (
            <li key={group.id}>
              <button
                type="button"
                data-group={group.id}
                // One stop for the whole list; the arrow keys go on from there.
                tabIndex={here || (current === undefined && place === 0) ? 0 : -1}
                aria-current={here || undefined}
                className={mergeClasses(styles.group, here && styles.here)}
                onClick={() => onChoose(place)}
              >
                <bdi className={styles.names} title={namesOf(group)}>
                  {shortNames(group, (name, count) => t('list.and', { name, count }))}
                </bdi>
                <CertaintyBadge certainty={group.certainty} />
                <span className={styles.reason}>{strongestReason(group)}</span>
                <span className={styles.size}>{t('list.size', { count: group.contacts.length })}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {more.failed && <p className={mergeClasses(styles.reason, styles.more)}>{t('list.moreFailed')}</p>}
      {more.has && (
        <Button className={styles.more} size="small" disabledFocusable={more.loading} onClick={more.load}>
          {t('list.more')}
        </Button>
      )}
    </>
  )
}

/** The different names of a group: the same one twice tells nothing. */
function shortNames(group: DuplicateGroup, more: (name: string, count: number) => string): string {
  const names = [...new Set(group.contacts.map(({ displayName }) => displayName))]
  const [first = '', second] = names
  if (names.length > 2) return more(first, names.length - 1)
  return second ? `${first}, ${second}` : first
}

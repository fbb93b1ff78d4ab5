import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowLeftRegular, MergeRegular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DuplicateGroup } from '../../../server/duplicates/schema.ts'
import type { MergeResult } from '../../../server/merge/schema.ts'
import { CertaintyBadge } from '../../features/duplicates/CertaintyBadge.tsx'
import { Comparison } from '../../features/merge/Comparison.tsx'
import { useMergePlan } from '../../features/merge/use-merge-plan.ts'
import { useMergeRun } from '../../features/merge/use-merge-run.ts'
import { Key, KeysHelp } from './KeysHelp.tsx'
import { Pairs, Percent } from './Pairs.tsx'
import { namesOf } from './queue.ts'
import { border, narrow, usePageStyles } from './styles.ts'
import { type Keys, useKeys } from './use-keys.ts'

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', minHeight: 0, height: '100%', [narrow]: { height: 'auto' } },
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignContent: 'start',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXL}`,
    [narrow]: { overflowY: 'visible', paddingInline: tokens.spacingHorizontalM },
  },
  head: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  title: { ...typographyStyles.subtitle2, margin: 0, overflowWrap: 'anywhere', outlineStyle: 'none' },
  back: { justifySelf: 'start', marginInlineStart: '-8px', display: 'none', [narrow]: { display: 'inline-flex' } },
  foot: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: border,
    backgroundColor: tokens.colorNeutralBackground1,
    [narrow]: { position: 'sticky', bottom: 0, zIndex: 2, paddingInline: tokens.spacingHorizontalM },
  },
  keys: { '@media (max-width: 899px), (pointer: coarse)': { display: 'none' } },
  help: { marginInlineStart: 'auto', '@media (max-width: 899px), (pointer: coarse)': { display: 'none' } },
})

/** Where the focus is when somebody moves on to a group. */
export const groupTitle = 'duplicate-group'

interface Props {
  group: DuplicateGroup
  place: number
  count: number
  /** Nothing can be changed, only looked at. */
  readOnly: boolean
  /** The focus goes to the group: somebody moved on to it. */
  arrived: boolean
  notice: ReactNode
  dismissing: boolean
  onMerged: (result: MergeResult) => void
  onDismiss: () => void
  /** One contact is nobody else of them. */
  onAlone: (contactId: string) => void
  onMove: (by: 1 | -1) => void
  onUndo: (() => void) | undefined
  onBack: () => void
  reload: () => void
}

/** One group: its contacts side by side, and what becomes of them. */
export function GroupView(props: Props) {
  const { group, place, count, readOnly, arrived, notice, dismissing } = props
  const { onMerged, onDismiss, onAlone, onMove, onUndo, onBack, reload } = props
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation(['deduplication', 'merge'])
  const plan = useMergePlan(group.contacts, group.primary.id, readOnly)
  const run = useMergeRun(plan, { reload, onMerged })
  const [help, setHelp] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) title.current?.focus()
  }, [arrived])
  const busy = dismissing || run.pending
  const contactKeys = group.contacts
    .slice(0, 9)
    .map(({ id }, index): [string, () => void] => [String(index + 1), () => plan.setPrimary(id)])
  const looking: Keys = {
    j: () => onMove(1),
    arrowdown: () => onMove(1),
    k: () => onMove(-1),
    arrowup: () => onMove(-1),
    '?': () => setHelp(true),
  }
  const deciding: Keys = {
    enter: () => busy || run.run(),
    n: () => busy || onDismiss(),
    z: () => onUndo?.(),
    ...Object.fromEntries(contactKeys),
  }
  useKeys(readOnly ? looking : { ...looking, ...deciding })
  return (
    <section className={styles.group} aria-label={t('group.heading')}>
      <div className={styles.scroll}>
        <div className={styles.head}>
          <Button className={styles.back} appearance="subtle" size="small" icon={<ArrowLeftRegular />} onClick={onBack}>
            {t('group.back')}
          </Button>
          <div className={shared.row}>
            <span className={shared.quiet}>{t('group.place', { place: place + 1, count })}</span>
            <CertaintyBadge certainty={group.certainty} />
            {group.pairs.length === 1 && <Percent of={group.score} />}
          </div>
          <h2 ref={title} id={groupTitle} tabIndex={-1} className={styles.title}>
            {namesOf(group)}
          </h2>
        </div>
        <Pairs group={group} />
        <Comparison
          plan={plan}
          run={run}
          proposal={group.primary}
          linked
          {...(readOnly ? {} : { onAlone: (id: string) => !busy && onAlone(id) })}
        />
      </div>
      <div className={styles.foot}>
        {notice}
        <fieldset aria-label={t('act.label')} className={shared.row} style={{ border: 'none', margin: 0, padding: 0 }}>
          {!readOnly && (
            <>
              <Button
                appearance="primary"
                icon={<MergeRegular />}
                aria-keyshortcuts="Enter"
                disabledFocusable={plan.chosen.length < 2 || busy}
                onClick={run.run}
              >
                {run.pending ? t('merge:running') : t('merge:run', { count: plan.chosen.length })}
                <span className={styles.keys}>
                  <Key>Enter</Key>
                </span>
              </Button>
              <Button aria-keyshortcuts="N" disabledFocusable={busy} onClick={onDismiss}>
                {dismissing ? t('act.dismissing') : t(group.contacts.length > 2 ? 'act.dismissMany' : 'act.dismiss')}
                <span className={styles.keys}>
                  <Key>N</Key>
                </span>
              </Button>
            </>
          )}
          <Button aria-keyshortcuts="J" onClick={() => onMove(1)}>
            {t('act.next')}
            <span className={styles.keys}>
              <Key>J</Key>
            </span>
          </Button>
          <Button aria-keyshortcuts="K" onClick={() => onMove(-1)}>
            {t('act.previous')}
            <span className={styles.keys}>
              <Key>K</Key>
            </span>
          </Button>
          <span className={styles.help}>
            <KeysHelp open={help} onOpen={setHelp} />
          </span>
        </fieldset>
      </div>
    </section>
  )
}

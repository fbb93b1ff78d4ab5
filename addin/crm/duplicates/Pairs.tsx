import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DuplicateGroup, DuplicatePair } from '../../../server/duplicates/schema.ts'
import { CertaintyBadge } from '../../features/duplicates/CertaintyBadge.tsx'
import { Reasons } from '../../features/duplicates/Reasons.tsx'
import { locale } from '../../ui/i18n.ts'
import { usePageStyles } from './styles.ts'

/** What is compared in a large group is more than one wants to read. */
const shown = 2

const useStyles = makeStyles({
  pairs: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  pair: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXS },
  names: { ...typographyStyles.body1Strong },
  toggle: { justifySelf: 'start', marginInlineStart: '-8px' },
})

/** Why the contacts of a group may be one person, pair by pair, the strongest first. */
export function Pairs({ group }: { group: DuplicateGroup }) {
  const styles = useStyles()
  const { t } = useTranslation('deduplication')
  const [all, setAll] = useState(false)
  const pairs = group.pairs.toSorted((a, b) => b.score - a.score)
  const rest = pairs.length - shown
  return (
    <section className={styles.pairs} aria-label={t('group.reasons')}>
      {(all ? pairs : pairs.slice(0, shown)).map((pair) => (
        <Pair key={pair.ids.join(' ')} group={group} pair={pair} named={group.contacts.length > 2} />
      ))}
      {rest > 0 && (
        <Button
          className={styles.toggle}
          size="small"
          appearance="subtle"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t('group.fewerPairs') : t('group.allPairs', { count: rest })}
        </Button>
      )}
    </section>
  )
}

function Pair({ group, pair, named }: { group: DuplicateGroup; pair: DuplicatePair; named: boolean }) {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const [first, second] = pair.ids.map((wanted) => {
    const at = group.contacts.findIndex(({ id }) => id === wanted)
    return `${at + 1} ${group.contacts[at]?.displayName ?? ''}`
  })
  return (
    <div className={styles.pair}>
      {named && (
        <div className={shared.row}>
          <span className={styles.names}>{t('group.pair', { first, second })}</span>
          <CertaintyBadge certainty={pair.certainty} />
          <Percent of={pair.score} />
        </div>
      )}
      <Reasons reasons={pair.reasons} />
    </div>
  )
}

/** A probability in words; never all of it. */
export function Percent({ of }: { of: number }) {
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const percent = new Intl.NumberFormat(locale(), { style: 'percent' }).format(Math.min(of, 0.99))
  return <span className={shared.quiet}>{t('group.percent', { percent })}</span>
}

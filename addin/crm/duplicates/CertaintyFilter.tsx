import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { type Certainty, certainties, type DuplicateGroups } from '../../../server/duplicates/schema.ts'

const useStyles = makeStyles({
  filter: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, border: 'none', margin: 0, padding: 0 },
  button: { minWidth: 0 },
})

interface Props {
  chosen: Certainty | undefined
  counts: DuplicateGroups['counts']
  onChoose: (certainty: Certainty | undefined) => void
}

/** Which groups are shown, with how many there are. */
export function CertaintyFilter({ chosen, counts, onChoose }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('deduplication')
  const all = counts.certain + counts.likely + counts.possible
  return (
    <fieldset className={styles.filter} aria-label={t('filter.label')}>
      {[undefined, ...certainties].map((one) => (
        <ToggleButton
          key={one ?? 'all'}
          className={styles.button}
          size="small"
          checked={one === chosen}
          onClick={() => onChoose(one)}
        >
          {t(`filter.${one ?? 'all'}`, { count: one ? counts[one] : all })}
        </ToggleButton>
      ))}
    </fieldset>
  )
}

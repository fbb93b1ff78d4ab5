import { makeStyles, tokens } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons'
import type { Filter } from '../../../server/filter/schema.ts'
import '../../crm/texts/filter.ts'
import { describeFilter } from './describe.ts'
import { useWords } from './use-lookups.ts'

const useStyles = makeStyles({
  broken: { color: tokens.colorPaletteRedForeground1 },
  icon: { verticalAlign: '-2px', marginInlineEnd: tokens.spacingHorizontalXXS },
})

/** A filter in words, on one line or many; what is broken in it is marked. */
export function FilterSummary({ filter, className }: { filter: Filter | undefined; className?: string }) {
  const styles = useStyles()
  const words = useWords(filter)
  const { text, broken } = describeFilter(filter, words)
  return (
    <span className={className}>
      {broken ? (
        <span className={styles.broken}>
          <WarningRegular className={styles.icon} aria-hidden />
          {words.say('broken', { condition: text })}
        </span>
      ) : (
        text
      )}
    </span>
  )
}

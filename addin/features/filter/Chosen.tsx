import { makeStyles, Tag, TagGroup, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  chosen: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    marginBlockEnd: tokens.spacingVerticalXS,
  },
})

interface Props {
  label: string
  items: { value: string; label: string }[]
  onRemove: (value: string) => void
}

/** What is chosen so far, each to be taken out again. */
export function Chosen({ label, items, onRemove }: Props) {
  const styles = useStyles()
  if (items.length === 0) return null
  return (
    <TagGroup className={styles.chosen} aria-label={label} onDismiss={(_, { value }) => onRemove(String(value))}>
      {items.map(({ value, label: text }) => (
        <Tag key={value} value={value} size="small" dismissible>
          {text}
        </Tag>
      ))}
    </TagGroup>
  )
}

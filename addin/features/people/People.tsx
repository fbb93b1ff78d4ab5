import { Button, makeStyles, mergeClasses, shorthands, tokens, typographyStyles } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Address } from '../../outlook/selection.ts'
import { fold } from './participants.ts'
import type { Resolved } from './people-query.ts'

const shownAtOnce = 6

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL} 0`,
    margin: 0,
    listStyleType: 'none',
  },
  item: { maxWidth: '100%' },
  chip: {
    ...typographyStyles.caption1,
    minWidth: 0,
    maxWidth: '100%',
    minHeight: '24px',
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusCircular,
    fontWeight: tokens.fontWeightRegular,
  },
  colleague: { ...typographyStyles.caption1, paddingInline: tokens.spacingHorizontalXS },
  chosen: { fontWeight: tokens.fontWeightSemibold },
  unknown: shorthands.borderStyle('dashed'),
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

interface Props {
  /** People outside the organisation, the most important first. */
  outsiders: Address[]
  colleagues: Address[]
  resolved: Resolved | undefined
  chosen: string | undefined
  onChoose: (address: string) => void
}

/** The people on the message as chips; colleagues are folded away behind a count. */
export function People({ outsiders, colleagues, resolved, chosen, onChoose }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [unfolded, setUnfolded] = useState(false)
  const [all, setAll] = useState(false)
  const shown = all ? outsiders : outsiders.slice(0, shownAtOnce)
  const rest = outsiders.length - shown.length
  return (
    <ul className={styles.row} aria-label={t('people.label')}>
      {shown.map((person) => (
        <li key={person.address} className={styles.item}>
          <Chip person={person} resolved={resolved} chosen={fold(person.address) === chosen} onChoose={onChoose} />
        </li>
      ))}
      {rest > 0 && (
        <li>
          <Button size="small" appearance="transparent" className={styles.chip} onClick={() => setAll(true)}>
            {t('people.more', { count: rest })}
          </Button>
        </li>
      )}
      {colleagues.length > 0 && (
        <li>
          <Button
            size="small"
            appearance="transparent"
            className={styles.chip}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? t('people.fewer') : t('people.colleagues', { count: colleagues.length })}
          </Button>
        </li>
      )}
      {unfolded &&
        colleagues.map((person) => (
          <li key={person.address} className={mergeClasses(styles.colleague, styles.name)} title={person.address}>
            {person.name ?? person.address}
          </li>
        ))}
    </ul>
  )
}

interface ChipProps {
  person: Address
  resolved: Resolved | undefined
  chosen: boolean
  onChoose: (address: string) => void
}

function Chip({ person, resolved, chosen, onChoose }: ChipProps) {
  const styles = useStyles()
  const { t } = useTranslation()
  const known = resolved?.[fold(person.address)]
  const unknown = known?.kind === 'unknown'
  const name = known?.contact?.displayName ?? person.name ?? person.address
  return (
    <Button
      size="small"
      shape="circular"
      aria-pressed={chosen}
      appearance={chosen ? 'primary' : 'outline'}
      icon={unknown ? <PersonAddRegular /> : null}
      className={mergeClasses(styles.chip, chosen && styles.chosen, unknown && !chosen && styles.unknown)}
      title={unknown ? `${person.address}: ${t('people.unknown')}` : person.address}
      onClick={() => onChoose(fold(person.address))}
    >
      <span className={styles.name}>{name}</span>
    </Button>
  )
}

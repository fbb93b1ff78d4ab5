import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import type { Contact } from '../../../server/contacts/schema.ts'

const useStyles = makeStyles({
  circle: {
    ...typographyStyles.body1Strong,
    display: 'grid',
    placeItems: 'center',
    width: '40px',
    height: '40px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  teal: { backgroundColor: tokens.colorPaletteTealBackground2, color: tokens.colorPaletteTealForeground2 },
  berry: { backgroundColor: tokens.colorPaletteBerryBackground2, color: tokens.colorPaletteBerryForeground2 },
  marigold: { backgroundColor: tokens.colorPaletteMarigoldBackground2, color: tokens.colorPaletteMarigoldForeground2 },
  blue: { backgroundColor: tokens.colorPaletteBlueBackground2, color: tokens.colorPaletteBlueForeground2 },
  grape: { backgroundColor: tokens.colorPaletteGrapeBackground2, color: tokens.colorPaletteGrapeForeground2 },
  forest: { backgroundColor: tokens.colorPaletteForestBackground2, color: tokens.colorPaletteForestForeground2 },
})

const colours = ['teal', 'berry', 'marigold', 'blue', 'grape', 'forest'] as const

/** A contact's initials on a colour of its own; the name stands beside it, so it is hidden from readers. */
export function Initials({ contact }: { contact: Pick<Contact, 'id' | 'firstName' | 'lastName' | 'displayName'> }) {
  const styles = useStyles()
  const colour = colours[Number.parseInt(contact.id.slice(-4), 16) % colours.length] ?? 'teal'
  return (
    <span className={mergeClasses(styles.circle, styles[colour])} aria-hidden="true">
      {initials(contact)}
    </span>
  )
}

function initials({
  firstName,
  lastName,
  displayName,
}: Pick<Contact, 'firstName' | 'lastName' | 'displayName'>): string {
  const first = [...(firstName ?? '')][0] ?? ''
  const last = [...(lastName ?? '')][0] ?? ''
  return (first + last || ([...displayName][0] ?? '')).toLocaleUpperCase()
}

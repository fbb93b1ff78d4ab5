import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'

/** Below this the list and the group take turns. */
export const narrow = '@media (max-width: 899px)'
export const narrowQuery = '(max-width: 899px)'

export const border = `1px solid ${tokens.colorNeutralStroke2}`

/** What the parts of the page look alike in. */
export const usePageStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  grow: { flex: '1 1 200px', minWidth: 0 },
  link: { color: tokens.colorBrandForegroundLink },
})

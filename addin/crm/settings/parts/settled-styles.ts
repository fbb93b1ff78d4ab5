import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'

/** Of pages on which something is settled for everybody: a form, and what it means. */
export const useSettledStyles = makeStyles({
  form: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalM, maxWidth: '80ch' },
  part: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalS, maxWidth: '80ch' },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
  list: { ...typographyStyles.body1, margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  link: { color: tokens.colorBrandForegroundLink },
})

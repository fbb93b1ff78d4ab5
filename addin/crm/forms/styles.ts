import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'

/** What the pages of forms look alike in. */
export const useFormStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignContent: 'start',
    gap: tokens.spacingVerticalM,
    maxWidth: '1280px',
    padding: `${tokens.spacingVerticalL} clamp(${tokens.spacingHorizontalM}, 2vw, ${tokens.spacingHorizontalXXL})`,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  title: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: 'anywhere' },
  grow: { flex: '1 1 200px', minWidth: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  part: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    border: 'none',
    margin: 0,
    minWidth: 0,
    padding: `${tokens.spacingVerticalM} 0`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  partTitle: { ...typographyStyles.subtitle2, margin: 0 },
  link: { color: tokens.colorBrandForegroundLink },
  code: {
    display: 'block',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  input: { minWidth: 0, width: '100%' },
})

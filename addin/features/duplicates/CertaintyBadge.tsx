import './texts.ts'
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import {
  CheckmarkCircleFilled,
  CircleHalfFillFilled,
  type FluentIcon,
  QuestionCircleRegular,
} from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Certainty } from '../../../server/duplicates/schema.ts'

const icons: Record<Certainty, FluentIcon> = {
  certain: CheckmarkCircleFilled,
  likely: CircleHalfFillFilled,
  possible: QuestionCircleRegular,
}

const useStyles = makeStyles({
  badge: {
    ...typographyStyles.caption1,
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    minHeight: '20px',
    paddingInline: tokens.spacingHorizontalSNudge,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    whiteSpace: 'nowrap',
  },
  certain: { backgroundColor: tokens.colorPaletteGreenBackground1, color: tokens.colorPaletteGreenForeground1 },
  likely: { backgroundColor: tokens.colorPaletteYellowBackground1, color: tokens.colorPaletteYellowForeground2 },
  possible: { backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground2 },
})

/** How sure it is that contacts are one person: an icon and a word, never a colour alone. */
export function CertaintyBadge({ certainty }: { certainty: Certainty }) {
  const styles = useStyles()
  const { t } = useTranslation('duplicates')
  const Icon = icons[certainty]
  return (
    <span className={mergeClasses(styles.badge, styles[certainty])}>
      <Icon aria-hidden />
      {t(`certainty.${certainty}`)}
    </span>
  )
}

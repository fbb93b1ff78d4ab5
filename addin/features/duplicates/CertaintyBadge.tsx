import './texts.ts'
import { mergeClasses } from '@fluentui/react-components'
import {
  CheckmarkCircleFilled,
  CircleHalfFillFilled,
  type FluentIcon,
  QuestionCircleRegular,
} from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Certainty } from '../../../server/duplicates/schema.ts'
import { useBadge } from '../../ui/parts/badge.ts'

const icons: Record<Certainty, FluentIcon> = {
  certain: CheckmarkCircleFilled,
  likely: CircleHalfFillFilled,
  possible: QuestionCircleRegular,
}

const tones = { certain: 'good', likely: 'middling', possible: 'plain' } as const satisfies Record<Certainty, string>

/** How sure it is that contacts are one person: an icon and a word, never a colour alone. */
export function CertaintyBadge({ certainty }: { certainty: Certainty }) {
  const looks = useBadge()
  const { t } = useTranslation('duplicates')
  const Icon = icons[certainty]
  return (
    <span className={mergeClasses(looks.badge, looks[tones[certainty]])}>
      <Icon aria-hidden />
      {t(`certainty.${certainty}`)}
    </span>
  )
}

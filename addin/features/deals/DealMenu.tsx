import './texts.ts'
import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { MoreHorizontalRegular, ThumbDislikeRegular, TrophyRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Deal, DealStageReference } from '../../../server/deals/schema.ts'
import { stagesQuery } from './deals-query.ts'

interface Props {
  deal: Deal
  onMove: (deal: Deal, stage: DealStageReference) => void
}

/** Moves a deal by menu: to any other open stage, won, or lost. */
export function DealMenu({ deal, onMove }: Props) {
  const { t } = useTranslation('deals')
  const { data } = useQuery(stagesQuery)
  const others = data?.items.filter(({ id }) => id !== deal.stageId) ?? []
  const closed = deal.stage.outcome !== 'open'
  return (
    <Menu positioning={{ position: 'below', align: 'end', autoSize: true }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('moveOf', { name: deal.name })}
          title={t('moveOf', { name: deal.name })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('move')}</MenuGroupHeader>
            {others
              .filter(({ outcome }) => outcome === 'open')
              .map((stage) => (
                <MenuItem key={stage.id} onClick={() => onMove(deal, stage)}>
                  {closed ? t('reopen', { stage: stage.name }) : stage.name}
                </MenuItem>
              ))}
          </MenuGroup>
          <MenuDivider />
          {others
            .filter(({ outcome }) => outcome !== 'open')
            .map((stage) => (
              <MenuItem
                key={stage.id}
                icon={stage.outcome === 'won' ? <TrophyRegular /> : <ThumbDislikeRegular />}
                onClick={() => onMove(deal, stage)}
              >
                {t('asking', { stage: stage.name })}
              </MenuItem>
            ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

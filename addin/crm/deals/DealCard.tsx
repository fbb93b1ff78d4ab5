import '../../features/deals/texts.ts'
import '../texts/deals.ts'
import { Link, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Deal, DealStageReference } from '../../../server/deals/schema.ts'
import { DealFacts } from '../../features/deals/DealLines.tsx'
import { DealMenu } from '../../features/deals/DealMenu.tsx'

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalXS,
    alignItems: 'start',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  movable: { cursor: 'grab' },
  moving: { opacity: 0.6 },
  name: { ...typographyStyles.body1Strong, display: 'inline-block', paddingBlock: '2px', overflowWrap: 'anywhere' },
  line: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  owner: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  deal: Deal
  mayMove: boolean
  moving: boolean
  onMove: (deal: Deal, stage: DealStageReference) => void
  onDrag: (deal: Deal | undefined) => void
}

/** A deal on the board. It is dragged, moved by its menu, or by Shift and the arrow keys while its name has the focus. */
export function DealCard({ deal, mayMove, moving, onMove, onDrag }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const people = deal.contacts.map(({ name }) => name).join(', ')
  return (
    <li
      className={mergeClasses(styles.card, mayMove && styles.movable, moving && styles.moving)}
      draggable={mayMove}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', deal.name)
        event.dataTransfer.effectAllowed = 'move'
        onDrag(deal)
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      <div>
        <Link className={styles.name} href={`#/deals/${deal.id}`} draggable={false} data-deal={deal.id}>
          {deal.name}
        </Link>
        {deal.company && <p className={styles.line}>{deal.company.name}</p>}
        <DealFacts deal={deal} withStage={false} />
        {people && <p className={styles.line}>{people}</p>}
        {deal.owner && (
          <p className={mergeClasses(styles.line, styles.owner)}>{t('ownedBy', { name: deal.owner.name })}</p>
        )}
      </div>
      {mayMove && <DealMenu deal={deal} onMove={onMove} />}
    </li>
  )
}

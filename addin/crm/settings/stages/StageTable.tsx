import '../../texts/deals.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular, DeleteRegular, EditRegular } from '@fluentui/react-icons'
import { type ReactElement, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealStage } from '../../../../server/deals/schema.ts'
import { locale } from '../../../ui/i18n.ts'
import type { StageTask } from './StagesPage.tsx'

const useStyles = makeStyles({
  table: { ...typographyStyles.body1, borderCollapse: 'collapse', width: '100%', maxWidth: '720px' },
  head: {
    ...typographyStyles.caption1Strong,
    textAlign: 'start',
    color: tokens.colorNeutralForeground2,
    padding: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  cell: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  number: { textAlign: 'end', width: '64px', boxSizing: 'border-box' },
  actions: { textAlign: 'end', width: '124px', boxSizing: 'border-box', paddingInline: '2px' },
  end: { ...typographyStyles.caption1, display: 'block', color: tokens.colorNeutralForeground3 },
})

interface Props {
  stages: DealStage[]
  may: boolean
  busy: boolean
  onMove: (stage: DealStage, position: number) => void
  onTask: (task: StageTask) => void
}

/** The stages in their order, with how many deals are in each. */
export function StageTable({ stages, may, busy, onMove, onTask }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const table = useRef<HTMLTableElement>(null)
  const open = stages.filter(({ outcome }) => outcome === 'open')
  const moved = useRef<{ id: string; way: 'up' | 'down' }>(undefined)
  // At an end of the list one of the two buttons goes away: the focus goes to the other.
  useEffect(() => {
    if (!moved.current || busy) return
    const { id, way } = moved.current
    const button = (one: string) => table.current?.querySelector<HTMLElement>(`[data-move="${one} ${CSS.escape(id)}"]`)
    if (document.activeElement === document.body) (button(way) ?? button(way === 'up' ? 'down' : 'up'))?.focus()
    moved.current = undefined
  }, [busy])
  const move = (stage: DealStage, way: 'up' | 'down') => {
    moved.current = { id: stage.id, way }
    onMove(stage, stage.position + (way === 'up' ? -1 : 1))
  }
  return (
    <table ref={table} className={styles.table}>
      <thead>
        <tr>
          <th className={styles.head} scope="col">
            {t('stages.name')}
          </th>
          <th className={`${styles.head} ${styles.number}`} scope="col">
            {t('stages.deals')}
          </th>
          {may && (
            <th className={`${styles.head} ${styles.actions}`} scope="col">
              {t('stages.actions')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {stages.map((stage) => (
          <tr key={stage.id}>
            <th className={styles.cell} scope="row">
              {stage.name}
              {stage.outcome !== 'open' && <span className={styles.end}>{t(`stages.end.${stage.outcome}`)}</span>}
            </th>
            <td className={`${styles.cell} ${styles.number}`}>{new Intl.NumberFormat(locale()).format(stage.deals)}</td>
            {may && (
              <td className={`${styles.cell} ${styles.actions}`}>
                {stage.outcome === 'open' && stage.position > 1 && (
                  <Tool
                    name={`up ${stage.id}`}
                    label={t('stages.up', { name: stage.name })}
                    icon={<ArrowUpRegular />}
                    busy={busy}
                    onClick={() => move(stage, 'up')}
                  />
                )}
                {stage.outcome === 'open' && stage.position < open.length && (
                  <Tool
                    name={`down ${stage.id}`}
                    label={t('stages.down', { name: stage.name })}
                    icon={<ArrowDownRegular />}
                    busy={busy}
                    onClick={() => move(stage, 'down')}
                  />
                )}
                <Tool
                  label={t('stages.renameTitle', { name: stage.name })}
                  icon={<EditRegular />}
                  onClick={() => onTask({ kind: 'rename', stage })}
                />
                {stage.outcome === 'open' && open.length > 1 && (
                  <Tool
                    label={t('stages.deleteOf', { name: stage.name })}
                    icon={<DeleteRegular />}
                    onClick={() => onTask({ kind: 'delete', stage })}
                  />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ToolProps {
  name?: string
  label: string
  icon: ReactElement
  busy?: boolean
  onClick: () => void
}

function Tool({ name, label, icon, busy = false, onClick }: ToolProps) {
  return (
    <Button
      size="small"
      appearance="subtle"
      data-move={name}
      icon={icon}
      aria-label={label}
      title={label}
      disabledFocusable={busy}
      onClick={onClick}
    />
  )
}

import '../texts/record.ts'
import { makeStyles, mergeClasses, Tab, TabList, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

const wide = '@media (min-width: 1180px)'
const narrow = '@media (max-width: 819px)'
const border = `1px solid ${tokens.colorNeutralStroke2}`

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    alignItems: 'start',
    gridTemplate: '"record timeline" auto "more timeline" 1fr / minmax(280px, 2fr) minmax(0, 3fr)',
    [wide]: { gridTemplate: '"record timeline more" auto / 300px minmax(0, 1fr) 320px' },
    [narrow]: { gridTemplate: '"record" auto "timeline" auto "more" auto / minmax(0, 1fr)' },
  },
  record: { gridArea: 'record', minWidth: 0 },
  timeline: {
    gridArea: 'timeline',
    minWidth: 0,
    minHeight: '100%',
    borderLeft: border,
    paddingTop: tokens.spacingVerticalM,
    [narrow]: { borderLeft: 'none' },
  },
  more: { gridArea: 'more', minWidth: 0, [wide]: { borderLeft: border, minHeight: '100%' } },
  away: { [narrow]: { display: 'none' } },
  tabs: { borderBottom: border, overflowX: 'auto', '@media (min-width: 820px)': { display: 'none' } },
})

type Part = 'record' | 'timeline' | 'more'

interface Props {
  record: ReactNode
  timeline: ReactNode
  more: ReactNode
  moreLabel: string
}

/** Record, timeline and the rest beside each other; one at a time where there is no room. */
export function Columns({ record, timeline, more, moreLabel }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const [part, setPart] = useState<Part>('record')
  const look = (one: Part) => mergeClasses(styles[one], part !== one && styles.away)
  return (
    <>
      <TabList
        className={styles.tabs}
        size="small"
        aria-label={t('parts')}
        selectedValue={part}
        onTabSelect={(_, { value }) => setPart(value as Part)}
      >
        <Tab value="record">{t('tabs.record')}</Tab>
        <Tab value="timeline">{t('tabs.timeline')}</Tab>
        <Tab value="more">{moreLabel}</Tab>
      </TabList>
      <div className={styles.columns}>
        <div className={look('record')}>{record}</div>
        <div className={look('timeline')}>{timeline}</div>
        <div className={look('more')}>{more}</div>
      </div>
    </>
  )
}

import {
  Button,
  CounterBadge,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components'
import { AlertRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NoticeList } from './NoticeList.tsx'
import { mentionsQuery, noticesQuery, useAutomaticReport } from './notices-query.ts'

const useStyles = makeStyles({
  bell: { position: 'relative', flexShrink: 0 },
  count: { position: 'absolute', top: '-2px', insetInlineEnd: '-2px' },
  surface: {
    boxSizing: 'border-box',
    width: 'min(360px, calc(100vw - 24px))',
    maxHeight: '70vh',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
  },
})

/** The bell: who mentioned me, what was merged automatically, and how many of my contacts' consents end soon or ended with a law (CO-04, CO-15). */
export function Notices() {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const [open, setOpen] = useState(false)
  const consents = useQuery(noticesQuery).data?.length ?? 0
  const mentions = useQuery(mentionsQuery).data?.length ?? 0
  const reports = useAutomaticReport() ? 1 : 0
  const count = consents + mentions + reports
  const label = count === 0 ? t('notices.title') : t('notices.bell', { count })
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-end" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          className={styles.bell}
          appearance="subtle"
          aria-label={label}
          title={label}
          icon={
            <>
              <AlertRegular />
              {count > 0 && <CounterBadge className={styles.count} count={count} size="small" aria-hidden />}
            </>
          }
        />
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('notices.title')}>
        <NoticeList onLeave={() => setOpen(false)} />
      </PopoverSurface>
    </Popover>
  )
}

import '../texts/record.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  more: {
    ...typographyStyles.caption1,
    display: 'grid',
    justifyItems: 'center',
    padding: tokens.spacingVerticalM,
    color: tokens.colorNeutralForeground3,
  },
})

interface Props {
  busy: boolean
  failed: boolean
  more: () => unknown
}

/** The end of a list that goes on: loads when it scrolls near, and by button after a failure or by keyboard. */
export function LoadMore({ busy, failed, more }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['record', 'translation'])
  const edge = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (busy || failed || !edge.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '600px' })
    observer.observe(edge.current)
    return () => observer.disconnect()
  }, [busy, failed, more])
  return (
    <div ref={edge} className={styles.more}>
      {failed && <span role="alert">{t('list.moreFailed')}</span>}
      <Button size="small" appearance="transparent" disabledFocusable={busy} onClick={() => more()}>
        {busy ? t('translation:common.loading') : t('list.more')}
      </Button>
    </div>
  )
}

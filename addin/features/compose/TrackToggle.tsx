import { makeStyles, Switch, tokens, typographyStyles } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import type { Recipient, WrittenMail } from '../../outlook/written-mail.ts'
import type { KeptState } from './use-mail-state.ts'
import { useTracking } from './use-tracking.ts'

const useStyles = makeStyles({
  toggle: { display: 'grid' },
  switch: { marginInlineStart: '-8px' },
  text: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
})

interface Props {
  mail: WrittenMail
  people: Recipient[]
  /** For exactly these people; undefined while that is not known. */
  checked: CheckedMail | undefined
  kept: KeptState
}

/** Off until the person wants it for this message; where it may not be, it says why. */
export function TrackToggle({ mail, people, checked, kept }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  const hint = useId()
  const { allowed, on, phase, failure } = useTracking(mail, people, checked, kept)
  const why = () => {
    if (!mail.runsHandlers) return t('track.noHandlers')
    if (people.length === 0) return t('track.wait')
    if (!checked) return t('track.looking')
    if (phase === 'plain') return t('track.plain')
    if (phase === 'failed') return t('track.failed', { reason: failure })
    if (phase === 'preparing') return t('track.preparing')
    return phase === 'ready' ? `${t('track.on')} ${checked.tracking.text}` : checked.tracking.text
  }
  return (
    <div className={styles.toggle}>
      <Switch
        className={styles.switch}
        label={t('track.label')}
        checked={on}
        disabled={!allowed}
        aria-describedby={hint}
        onChange={(_, { checked: wanted }) =>
          kept.change(wanted ? { wantsTracking: true } : { wantsTracking: false, tracking: null })
        }
      />
      <p id={hint} className={styles.text} data-testid="track-hint">
        {why()}
      </p>
    </div>
  )
}

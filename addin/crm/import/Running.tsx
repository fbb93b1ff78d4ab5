import { Button } from '@fluentui/react-components'
import { DismissRegular, PauseRegular, PlayRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Import } from '../../../server/import/schema.ts'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { Refused } from '../settings/parts/Refused.tsx'
import { Counts } from './Counts.tsx'
import { useAct } from './imports-query.ts'
import { Progress } from './Progress.tsx'
import { written } from './progress.ts'
import { useImportRights } from './rights.ts'
import { useImportStyles } from './styles.ts'

/** An import at work: how far, how fast, and how it is halted. It needs no page that looks on. */
export function Running({ one }: { one: Import }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { mayChange } = useImportRights()
  const act = useAct(one.id)
  const [stopping, setStopping] = useState(false)
  const paused = one.state === 'paused'
  const undoing = one.state === 'undoing'
  return (
    <div className={shared.form}>
      <Progress label={t(undoing ? 'run.undoing' : paused ? 'run.paused' : 'run.running')} progress={one.progress} />
      <p className={shared.text}>{t(paused ? 'run.pausedText' : 'run.background')}</p>
      {!undoing && <Counts counts={one.counts} of={one.progress.of ?? one.total} done live={!paused} />}
      {!undoing && mayChange(one) && (
        <div className={shared.row}>
          {/* One button, so that the focus stays where it is when one act gives place to the other. */}
          <Button
            appearance={paused ? 'primary' : 'secondary'}
            icon={paused ? <PlayRegular /> : <PauseRegular />}
            disabledFocusable={act.isPending}
            onClick={() => act.mutate(paused ? 'run' : 'pause')}
          >
            {t(paused ? 'run.resume' : 'run.pause')}
          </Button>
          <Button icon={<DismissRegular />} onClick={() => setStopping(true)}>
            {t('run.cancel')}
          </Button>
        </div>
      )}
      {act.error && !stopping && <Refused error={act.error} />}
      {stopping && (
        <Confirm
          title={t('run.cancelTitle')}
          confirm={t('run.cancel')}
          busy={act.isPending}
          error={act.error}
          onConfirm={() => act.mutate('cancel', { onSuccess: () => setStopping(false) })}
          onClose={() => setStopping(false)}
        >
          <p className={shared.text}>{t('run.cancelText')}</p>
          <p className={shared.text}>{t('run.cancelIn', { count: written(one.counts) })}</p>
        </Confirm>
      )}
    </div>
  )
}

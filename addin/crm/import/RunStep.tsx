import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { ArrowImportRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Message } from '../../ui/parts/Message.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { Foot } from './Foot.tsx'
import { useAct } from './imports-query.ts'
import { hasStarted, written } from './progress.ts'
import { Result } from './Result.tsx'
import { Running } from './Running.tsx'
import { StepFrame } from './StepFrame.tsx'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

/** The import itself: ready, at work, and what came of it. */
export function RunStep(props: StepProps) {
  const { one } = props
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  if (!hasStarted(one)) return <Ready {...props} />
  const atWork = one.state === 'running' || one.state === 'paused' || one.state === 'undoing'
  return (
    <StepFrame
      title={t('run.title')}
      foot={<Button onClick={() => void navigate('/import')}>{t(atWork ? 'back' : 'run.another')}</Button>}
    >
      {atWork ? <Running one={one} /> : <Result {...props} />}
    </StepFrame>
  )
}

/** Nothing is written yet: what will be, and the button that does it. */
function Ready({ one, edit, locked, go }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const act = useAct(one.id)
  const preview = one.state === 'previewed' ? one.preview : null
  if (!preview) {
    return (
      <StepFrame
        title={t('run.title')}
        foot={
          <Foot
            step="import"
            edit={edit}
            go={go}
            locked={locked}
            next={
              <Button appearance="primary" onClick={() => go('preview')}>
                {t('check.toStep', { step: t('steps.preview') })}
              </Button>
            }
          />
        }
      >
        <Message compact title={t('run.notReady')} text={t('run.notReadyText')} />
      </StepFrame>
    )
  }
  const { counts } = preview
  const count = written(counts)
  const start = async () => {
    if (await edit.flush()) act.mutate('run')
  }
  return (
    <StepFrame
      title={t('run.ready')}
      intro={t('run.readyText', {
        created: t('run.new', { count: counts.created }),
        updated: t('run.updated', { count: counts.updated }),
      })}
      foot={
        <Foot
          step="import"
          edit={edit}
          go={go}
          locked={locked}
          next={
            locked ? null : (
              <Button
                appearance="primary"
                icon={<ArrowImportRegular />}
                disabledFocusable={act.isPending}
                onClick={() => void start()}
              >
                {count > 0 ? t('run.start', { count }) : t('run.startNone')}
              </Button>
            )
          }
        />
      }
    >
      {counts.refused > 0 && <p className={shared.text}>{t('run.staysOut', { count: counts.refused })}</p>}
      <p className={shared.text}>{t('rules.tagsHint', { tag: one.tag })}</p>
      {act.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{describeError(act.error)}</MessageBarBody>
        </MessageBar>
      )}
    </StepFrame>
  )
}

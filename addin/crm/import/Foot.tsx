import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowLeftRegular, ArrowRightRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { describeError } from '../../ui/problem-text.ts'
import type { StepProps } from './step-props.ts'
import { nextStep, previousStep, type Step } from './steps.ts'

const useStyles = makeStyles({
  state: {
    ...typographyStyles.caption1,
    flex: '1 1 160px',
    minWidth: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
  },
  failed: { color: tokens.colorStatusDangerForeground1 },
})

interface Props extends Pick<StepProps, 'edit' | 'go' | 'locked'> {
  step: Step
  /** In place of the plain way to the next step. */
  next?: ReactNode
  /** Goes before leaving for the next step; false keeps it. */
  beforeNext?: () => boolean
}

/** Back and next, and whether everything is saved. */
export function Foot({ step, edit, go, locked, next, beforeNext }: Props) {
  const { t } = useTranslation('imports')
  const before = previousStep(step)
  const after = nextStep(step)
  const leave = async () => {
    if (!after || beforeNext?.() === false) return
    if (await edit.flush()) go(after)
  }
  return (
    <>
      {before && (
        <Button icon={<ArrowLeftRegular />} onClick={() => go(before)}>
          {t('steps.previous')}
        </Button>
      )}
      {next ??
        (after && (
          <Button appearance="primary" icon={<ArrowRightRegular />} iconPosition="after" onClick={() => void leave()}>
            {t('steps.nextOf', { step: t(`steps.${after}`) })}
          </Button>
        ))}
      {!locked && <Saved edit={edit} />}
    </>
  )
}

function Saved({ edit }: Pick<StepProps, 'edit'>) {
  const styles = useStyles()
  const { t } = useTranslation('imports')
  return (
    <span className={styles.state} role="status">
      {edit.state === 'saved' && t('saved')}
      {edit.state === 'saving' && t('saving')}
      {edit.state === 'failed' && (
        <>
          <span className={styles.failed}>{t('notSaved', { reason: describeError(edit.error) })}</span>
          <Button size="small" onClick={() => void edit.flush()}>
            {t('retry')}
          </Button>
        </>
      )}
    </span>
  )
}

import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { describeError } from '../../ui/problem-text.ts'
import type { useAct } from './imports-query.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

interface Props extends Pick<StepProps, 'edit' | 'questions' | 'go'> {
  act: ReturnType<typeof useAct>
  again?: boolean
}

/** Has the whole file checked; but first to what must be answered. */
export function StartCheck({ edit, questions, go, act, again = false }: Props) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const start = async () => {
    if (questions.length > 0) return go('columns')
    if (!(await edit.flush())) return
    act.mutate('preview', { onSuccess: () => go('preview') })
  }
  return (
    <>
      <Button appearance="primary" disabledFocusable={act.isPending} onClick={() => void start()}>
        {t(again ? 'check.again' : 'check.start')}
      </Button>
      {act.error && (
        <span role="alert" className={shared.text}>
          {describeError(act.error)}
        </span>
      )}
    </>
  )
}

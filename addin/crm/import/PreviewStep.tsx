import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { ArrowRightRegular, ClipboardSearchRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { ImportPreview } from '../../../server/import/schema.ts'
import { Message } from '../../ui/parts/Message.tsx'
import { Refused } from '../settings/parts/Refused.tsx'
import { Counts } from './Counts.tsx'
import { FieldChanges } from './FieldChanges.tsx'
import { Foot } from './Foot.tsx'
import { Issues } from './Issues.tsx'
import { useAct } from './imports-query.ts'
import { Progress } from './Progress.tsx'
import { hasStarted, isMoving, written } from './progress.ts'
import { RowTabs } from './RowTabs.tsx'
import { StartCheck } from './StartCheck.tsx'
import { StepFrame } from './StepFrame.tsx'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'
import { UnknownChoices } from './UnknownChoices.tsx'

/** What will become of every row, before anything is written. */
export function PreviewStep(props: StepProps) {
  const { one, edit, questions, locked, go } = props
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const act = useAct(one.id)
  const checking = one.state === 'previewing'
  const failed = one.state === 'failed' && !hasStarted(one)
  const preview = checking ? null : one.preview
  return (
    <StepFrame
      title={t('check.title')}
      intro={t('check.intro')}
      foot={
        <Foot
          step="preview"
          edit={edit}
          go={go}
          locked={locked}
          next={
            locked ? undefined : preview && !failed ? (
              <Button
                appearance="primary"
                icon={<ArrowRightRegular />}
                iconPosition="after"
                onClick={() => go('import')}
              >
                {t('steps.nextOf', { step: t('steps.import') })}
              </Button>
            ) : (
              !checking && <StartCheck {...props} act={act} again={failed} />
            )
          }
        />
      }
    >
      {!locked && questions.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('check.questions', { count: questions.length })}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => go('columns')}>{t('check.toQuestions')}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {failed && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {t('check.failed')} {one.error}
          </MessageBarBody>
        </MessageBar>
      )}
      {checking && (
        <div className={shared.part}>
          <Progress label={t('check.running')} progress={one.progress} />
          <Counts counts={one.counts} of={one.progress.of ?? one.total} live />
          {!locked && (
            <div>
              <Button disabledFocusable={act.isPending} onClick={() => act.mutate('cancel')}>
                {t('check.cancel')}
              </Button>
            </div>
          )}
          {act.error && <Refused error={act.error} />}
        </div>
      )}
      {!checking && !preview && !failed && (
        <Message
          compact
          icon={<ClipboardSearchRegular />}
          title={t('check.notYet')}
          text={isMoving(one) ? undefined : t('check.notYetText')}
        />
      )}
      {preview && <Found {...props} preview={preview} act={act} />}
    </StepFrame>
  )
}

type FoundProps = StepProps & { preview: ImportPreview; act: ReturnType<typeof useAct> }

function Found({ preview, act, ...props }: FoundProps) {
  const { one, fields, locked } = props
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const nothing = written(preview.counts) === 0
  return (
    <>
      {nothing && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('check.nothing')}</MessageBarBody>
        </MessageBar>
      )}
      <section className={shared.part} aria-label={t('check.counts')}>
        <Counts counts={preview.counts} />
        {preview.companies > 0 && <p className={shared.text}>{t('check.companies', { count: preview.companies })}</p>}
      </section>
      {!locked && preview.unknownChoices.length > 0 && (
        <UnknownChoices {...props} unknown={preview.unknownChoices} act={act} />
      )}
      <Issues one={one} preview={preview} />
      <FieldChanges one={one} changes={preview.fields} fields={fields} />
      <section className={shared.part} aria-labelledby="import-look">
        <h3 id="import-look" className={shared.partTitle}>
          {t('check.look')}
        </h3>
        <RowTabs one={one} counts={preview.counts} fields={fields} samples={preview.samples} />
      </section>
    </>
  )
}

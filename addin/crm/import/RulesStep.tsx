import { Checkbox } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ConsentRules } from './ConsentRules.tsx'
import { DefaultValues } from './DefaultValues.tsx'
import { Foot } from './Foot.tsx'
import { useAct } from './imports-query.ts'
import { MatchRules } from './MatchRules.tsx'
import { withRules } from './mapping.ts'
import { NewRules } from './NewRules.tsx'
import { StartCheck } from './StartCheck.tsx'
import { StepFrame } from './StepFrame.tsx'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

/** What holds for all rows: who is who, what may change, and what stands where the file says nothing. */
export function RulesStep(props: StepProps) {
  const { one, edit, locked, go } = props
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const act = useAct(one.id)
  return (
    <StepFrame
      title={t('rules.title')}
      intro={t('rules.intro')}
      foot={
        <Foot
          step="rules"
          edit={edit}
          go={go}
          locked={locked}
          {...(locked || one.preview ? {} : { next: <StartCheck {...props} act={act} /> })}
        />
      }
    >
      <fieldset className={shared.plain} disabled={locked}>
        <div className={shared.page} style={{ padding: 0 }}>
          <MatchRules {...props} />
          <NewRules {...props} />
          <DefaultValues {...props} />
          <ConsentRules {...props} />
          <Checkbox
            label={t('rules.remember')}
            checked={edit.mapping.remember}
            onChange={(_, { checked }) => edit.change((mapping) => withRules(mapping, { remember: checked === true }))}
          />
        </div>
      </fieldset>
    </StepFrame>
  )
}

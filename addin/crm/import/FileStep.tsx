import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Refused } from '../settings/parts/Refused.tsx'
import { Foot } from './Foot.tsx'
import { useChangeReading } from './imports-query.ts'
import { ReadingForm } from './ReadingForm.tsx'
import { looksGarbled } from './reading.ts'
import { SampleTable } from './SampleTable.tsx'
import { StepFrame } from './StepFrame.tsx'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

/** How the file is read, what is read then, and what can be corrected (IM-01). */
export function FileStep({ one, edit, locked, go }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const read = useChangeReading(one.id)
  const garbled = one.sample.some((row) => row.some(looksGarbled)) || one.columns.some(({ name }) => looksGarbled(name))
  return (
    <StepFrame
      title={t('file.title')}
      intro={t('file.intro')}
      foot={<Foot step="file" edit={edit} go={go} locked={locked} />}
    >
      {one.knownAs && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{t('file.known', { name: one.knownAs })}</MessageBarBody>
        </MessageBar>
      )}
      {one.notices.length > 0 && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            {one.notices.map((notice) => (
              <div key={notice}>{notice}</div>
            ))}
          </MessageBarBody>
        </MessageBar>
      )}
      <ReadingForm
        one={one}
        locked={locked}
        busy={read.isPending}
        error={read.error}
        onChange={(change) => read.mutate(change)}
      />
      {!locked && one.mappingFrom === 'person' && <p className={shared.quiet}>{t('file.anew')}</p>}
      {read.error && <Refused error={read.error} />}
      {garbled && one.format === 'csv' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('file.garbled')}</MessageBarBody>
        </MessageBar>
      )}
      <SampleTable one={one} busy={read.isPending} />
    </StepFrame>
  )
}

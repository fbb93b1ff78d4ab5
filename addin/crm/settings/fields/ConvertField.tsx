import {
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Select,
  Spinner,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Conversion,
  type CustomField,
  type CustomFieldType,
  customFieldTypes,
} from '../../../../server/custom-fields/schema.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { Refused } from '../parts/Refused.tsx'
import { SaveRows } from '../parts/SaveRows.tsx'
import { conversionQuery, useConvert } from './fields-query.ts'

const shownFailures = 10

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0 },
  list: { ...typographyStyles.body1, margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
})

/** Changes the type of a field: first what would become of the values, then, if none is lost, the change (CF-02). */
export function ConvertField({ field, onClose }: { field: CustomField; onClose: (said?: string) => void }) {
  const { t } = useTranslation('settings')
  const [type, setType] = useState<CustomFieldType | ''>('')
  const preview = useQuery({ ...conversionQuery(field.id, type || 'text'), enabled: type !== '' })
  const convert = useConvert()
  const ready = type !== '' && preview.data?.type === type && preview.data.possible && preview.data.fails === 0
  const apply = () => {
    if (type === '') return
    convert.mutate(
      { id: field.id, type },
      { onSuccess: () => onClose(t('fields.converted', { label: field.label, type: t(`fieldType.${type}`) })) },
    )
  }
  return (
    <Confirm
      title={t('fields.convertTitle', { label: field.label })}
      confirm={t('fields.convertApply')}
      busy={convert.isPending}
      notYet={!ready}
      error={convert.error}
      onClose={() => onClose()}
      onConfirm={apply}
    >
      <Field label={t('fields.newType')} hint={t('fields.typeNow', { type: t(`fieldType.${field.type}`) })}>
        <Select value={type} onChange={(_, { value }) => setType(value as CustomFieldType | '')}>
          <option value="">{t('fields.chooseType')}</option>
          {customFieldTypes
            .filter((one) => one !== field.type)
            .map((one) => (
              <option key={one} value={one}>
                {t(`fieldType.${one}`)}
              </option>
            ))}
        </Select>
      </Field>
      <div role="status">
        {type !== '' && preview.isFetching && <Spinner size="tiny" label={t('fields.checking')} />}
        {type !== '' && !preview.isFetching && preview.error && <Refused error={preview.error} />}
        {type !== '' && !preview.isFetching && preview.data && <Report label={field.label} report={preview.data} />}
      </div>
    </Confirm>
  )
}

function Report({ label, report }: { label: string; report: Conversion }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  if (!report.possible && report.failures.length === 0) {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('fields.impossible')}</MessageBarBody>
      </MessageBar>
    )
  }
  const rows = report.failures.map(({ name, value, reason }) => [name, String(value ?? ''), reason])
  return (
    <>
      <p className={styles.text}>{t('fields.converts', { count: report.converts })}</p>
      {report.fails > 0 && (
        <>
          <p className={styles.text}>{t('fields.fails', { count: report.fails })}</p>
          <ul className={styles.list}>
            {report.failures.slice(0, shownFailures).map(({ recordId, name, value, reason }) => (
              <li key={recordId}>{t('fields.failure', { name, value: String(value ?? ''), reason })}</li>
            ))}
          </ul>
          <SaveRows
            name={`${label}.csv`}
            rows={[[t('fields.record'), t('fields.value'), t('fields.reason')], ...rows]}
            label={t('fields.saveFailures', { count: rows.length })}
          />
        </>
      )}
    </>
  )
}

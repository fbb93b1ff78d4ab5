import { Button, makeStyles, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnMapping } from '../../../server/import/schema.ts'
import { policyList } from './catalogue.ts'
import { isListTarget, withColumn, writingColumns } from './mapping.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'
import { useTargetWords } from './use-target-words.ts'

const pageful = 40

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) repeat(3, minmax(0, 190px))',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
    paddingBlock: tokens.spacingVerticalXS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 800px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: { ...typographyStyles.body1, overflowWrap: 'anywhere' },
})

/** For each column that writes to a contact: what it may do to a value that is there (IM-09). */
export function ColumnPolicies({ one, edit, fields }: StepProps) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields)
  const [shown, setShown] = useState(pageful)
  const places = writingColumns(edit.mapping)
  const set = (index: number, change: Parameters<typeof withColumn>[2]) =>
    edit.change((mapping) => withColumn(mapping, index, change))
  return (
    <div className={shared.part}>
      <p className={shared.quiet}>{t('rules.differentHint')}</p>
      <ul className={shared.list} aria-label={t('rules.different')}>
        {places.slice(0, shown).map((index) => {
          const mapping = edit.mapping.columns[index]
          const name = one.columns[index]?.name ?? ''
          if (!mapping) return null
          return (
            <li key={index} className={styles.item}>
              <span className={styles.name}>
                {name} <span className={shared.quiet}>{words.columnLabel(mapping)}</span>
              </span>
              <Select
                className={shared.control}
                aria-label={t('rules.policyOf', { name })}
                value={mapping.policy ?? ''}
                onChange={(_, { value }) =>
                  set(index, { policy: value === '' ? undefined : (value as NonNullable<ColumnMapping['policy']>) })
                }
              >
                <option value="">{t('rules.policy.usual')}</option>
                {policyList.map((policy) => (
                  <option key={policy} value={policy}>
                    {t(`rules.policy.${policy}`)}
                  </option>
                ))}
              </Select>
              <Select
                className={shared.control}
                aria-label={t('rules.blankOf', { name })}
                value={mapping.blank ?? 'keep'}
                onChange={(_, { value }) => set(index, { blank: value === 'clear' ? 'clear' : undefined })}
              >
                <option value="keep">{t('rules.blank.keep')}</option>
                <option value="clear">{t('rules.blank.clear')}</option>
              </Select>
              {isListTarget(mapping, fields) && (
                <Select
                  className={shared.control}
                  aria-label={t('rules.listOf', { name })}
                  value={mapping.list ?? 'add'}
                  onChange={(_, { value }) => set(index, { list: value === 'replace' ? 'replace' : undefined })}
                >
                  <option value="add">{t('rules.list.add')}</option>
                  <option value="replace">{t('rules.list.replace')}</option>
                </Select>
              )}
            </li>
          )
        })}
      </ul>
      {places.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + pageful)}>{t('columns.more')}</Button>
        </div>
      )}
    </div>
  )
}

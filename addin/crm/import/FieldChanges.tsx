import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { Import, ImportPreview } from '../../../server/import/schema.ts'
import { numberText } from './format.ts'
import { useImportStyles } from './styles.ts'
import { useTargetWords } from './use-target-words.ts'

const useStyles = makeStyles({
  table: {
    ...typographyStyles.body1,
    borderCollapse: 'collapse',
    width: '100%',
    maxWidth: '480px',
    fontVariantNumeric: 'tabular-nums',
  },
  name: { textAlign: 'start', fontWeight: tokens.fontWeightRegular, overflowWrap: 'anywhere' },
  number: { textAlign: 'end', paddingInlineStart: tokens.spacingHorizontalM },
  head: { ...typographyStyles.caption1Strong, color: tokens.colorNeutralForeground2 },
})

interface Props {
  one: Import
  changes: ImportPreview['fields']
  fields: readonly CustomField[]
}

/** In how many contacts each field gets a value, or another one (IM-09). */
export function FieldChanges({ one, changes, fields }: Props) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields, one.mapping.columns)
  if (changes.length === 0) return null
  return (
    <section className={shared.part} aria-labelledby="import-fields">
      <h3 id="import-fields" className={shared.partTitle}>
        {t('check.fields')}
      </h3>
      <table className={styles.table}>
        <thead>
          <tr className={styles.head}>
            <th scope="col" className={styles.name}>
              {t('check.field')}
            </th>
            <th scope="col" className={styles.number}>
              {t('check.set')}
            </th>
            <th scope="col" className={styles.number}>
              {t('check.changes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, set, changed }) => (
            <tr key={field}>
              <th scope="row" className={styles.name}>
                {words.fieldLabel(field)}
              </th>
              <td className={styles.number}>{numberText(set)}</td>
              <td className={styles.number}>{numberText(changed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

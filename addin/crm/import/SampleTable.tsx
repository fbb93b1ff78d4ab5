import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Import } from '../../../server/import/schema.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { useHidden } from '../../ui/parts/hidden.ts'
import { isOdd } from './reading.ts'
import { useImportStyles } from './styles.ts'

const shownColumns = 40

const useStyles = makeStyles({
  scroll: {
    overflowX: 'auto',
    maxWidth: '100%',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  table: { ...typographyStyles.body1, borderCollapse: 'collapse', minWidth: '100%' },
  cell: {
    textAlign: 'start',
    verticalAlign: 'top',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    maxWidth: '240px',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    position: 'relative',
  },
  head: { ...typographyStyles.body1Strong, backgroundColor: tokens.colorNeutralBackground3 },
  odd: { boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}` },
  stale: { opacity: 0.6 },
})

/** What is read of the file: its first rows, and those in which a wrong reading would show. */
export function SampleTable({ one, busy }: { one: Import; busy: boolean }) {
  const styles = useStyles()
  const shared = useImportStyles()
  const hidden = useHidden()
  const { t } = useTranslation('imports')
  const columns = one.columns.slice(0, shownColumns)
  const more = one.columns.length - columns.length
  return (
    <section className={shared.part} aria-labelledby="import-sample">
      <h3 id="import-sample" className={shared.partTitle}>
        {t('file.sample')}
      </h3>
      <p className={shared.quiet}>{t('file.sampleHint')}</p>
      {one.sample.length === 0 ? (
        <p className={shared.text}>{t('file.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard (WCAG 2.1.1)
        // biome-ignore lint/a11y/useSemanticElements: the section around it is a region already, this is its scrolling part
        <div className={styles.scroll} role="group" aria-labelledby="import-sample" tabIndex={0}>
          <table className={mergeClasses(styles.table, busy && styles.stale)} aria-busy={busy}>
            <thead>
              <tr>
                {columns.map(({ name }) => (
                  <th key={name} scope="col" className={mergeClasses(styles.cell, styles.head)} title={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {one.sample.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names, and stand still
                <tr key={index}>
                  {columns.map(({ name }, at) => (
                    <td
                      key={name}
                      className={mergeClasses(styles.cell, at === 0 && row.some(isOdd) && styles.odd)}
                      title={row[at]}
                    >
                      {row[at]}
                      {at === 0 && row.some(isOdd) && <span className={hidden}> ({t('file.sampleOdd')})</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more > 0 && <p className={shared.quiet}>{t('file.moreColumns', { count: more })}</p>}
      <Announcer text={busy ? t('file.again') : ''} />
    </section>
  )
}

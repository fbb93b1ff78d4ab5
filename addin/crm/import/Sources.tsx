import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useImportStyles } from './styles.ts'

const programs = [
  'outlook',
  'google',
  'hubspot',
  'salesforce',
  'linkedin',
  'mailchimp',
  'zoho',
  'pipedrive',
  'apple',
] as const

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(300px, 100%), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    margin: 0,
  },
  name: { ...typographyStyles.body1Strong },
  how: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
})

/** From which programs a file can come, and how one gets it there. */
export function Sources() {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  return (
    <section className={shared.part} aria-labelledby="import-sources">
      <h2 id="import-sources" className={shared.partTitle}>
        {t('sources.title')}
      </h2>
      <p className={shared.text}>{t('sources.intro')}</p>
      <dl className={styles.list}>
        {programs.map((program) => (
          <div key={program}>
            <dt className={styles.name}>{t(`sources.${program}`)}</dt>
            <dd className={styles.how}>{t(`sources.${program}How`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

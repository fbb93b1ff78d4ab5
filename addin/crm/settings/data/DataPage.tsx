import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { ExportStatus } from '../../export/ExportStatus.tsx'
import { useExport } from '../../export/use-export.ts'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'

const useStyles = makeStyles({
  part: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalS, maxWidth: '80ch' },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
})

/** Settings > Your data: the whole account as open files. */
export default function DataPage() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { may, who } = useMay('data')
  const exporting = useExport()
  return (
    <Page title={t('page.data')} intro={t('about.data')}>
      <section className={styles.part} aria-labelledby="whole-account">
        <h2 className={styles.title} id="whole-account">
          {t('data.title')}
        </h2>
        <p className={styles.text}>{t('data.what')}</p>
        <p className={styles.quiet}>
          {t('data.not')} {t('data.logged')}
        </p>
        {may && (
          <Button
            appearance="primary"
            icon={<ArrowDownloadRegular />}
            disabledFocusable={exporting.busy}
            onClick={() => exporting.start({ path: '/account/export.zip' })}
          >
            {t('data.download')}
          </Button>
        )}
      </section>
      {may ? <ExportStatus exporting={exporting} /> : <ReadOnly who={who} what="download" />}
    </Page>
  )
}

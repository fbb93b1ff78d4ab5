import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Form } from '../../../server/forms/schema.ts'
import { CopyButton } from '../../ui/parts/CopyButton.tsx'
import { useFormStyles } from './styles.ts'

/** Where visitors find the form: its own page, and the snippet for pages of one's own. */
export function Share({ form }: { form: Form }) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  return (
    <>
      {form.state !== 'open' && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t(form.state === 'draft' ? 'notPublished' : 'isClosed')}</MessageBarBody>
        </MessageBar>
      )}
      <section className={styles.part} aria-label={t('hosted')}>
        <h2 className={styles.partTitle}>{t('hosted')}</h2>
        <code className={styles.code}>{form.address}</code>
        <div className={styles.row}>
          <CopyButton text={form.address} label={t('copyAddress')} />
          {form.state === 'open' && (
            <Button
              as="a"
              appearance="subtle"
              icon={<OpenRegular />}
              href={form.address}
              target="_blank"
              rel="noopener noreferrer"
            >
              {t('open')}
            </Button>
          )}
        </div>
      </section>
      <section className={styles.part} aria-label={t('snippet')}>
        <h2 className={styles.partTitle}>{t('snippet')}</h2>
        <p className={styles.text}>{t('snippetHint')}</p>
        <code className={styles.code}>{form.snippet}</code>
        <div className={styles.row}>
          <CopyButton text={form.snippet} label={t('copySnippet')} />
        </div>
      </section>
    </>
  )
}

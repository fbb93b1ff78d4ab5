import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useTitle } from '../shell/use-title.ts'
import { EarlierImports } from './EarlierImports.tsx'
import { useImportRights } from './rights.ts'
import { Sources } from './Sources.tsx'
import { useImportStyles } from './styles.ts'
import { Upload } from './Upload.tsx'

/** Where an import begins, and the earlier ones. */
export function ImportList() {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { mayImport } = useImportRights()
  useTitle(t('title'))
  return (
    <div className={shared.page}>
      <h1 className={shared.title}>{t('title')}</h1>
      <p className={shared.text}>{t('intro')}</p>
      {mayImport ? (
        <Upload />
      ) : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('may')}</MessageBarBody>
        </MessageBar>
      )}
      <EarlierImports />
      {mayImport && <Sources />}
    </div>
  )
}

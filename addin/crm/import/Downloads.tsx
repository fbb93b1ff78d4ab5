import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Import } from '../../../server/import/schema.ts'
import { describeError } from '../../ui/problem-text.ts'
import { useDownload } from './imports-query.ts'
import { useImportStyles } from './styles.ts'

interface Props {
  one: Pick<Import, 'id'>
  refused: number
  /** What became of every row, too. */
  report?: boolean
}

/** The refused rows, to be corrected and imported again; the report of all. */
export function Downloads({ one, refused, report = false }: Props) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const download = useDownload()
  const save = (file: string) => download.mutate(`/imports/${one.id}/${file}`)
  return (
    <div className={shared.part}>
      <div className={shared.row}>
        {refused > 0 && (
          <Button
            icon={<ArrowDownloadRegular />}
            disabledFocusable={download.isPending}
            onClick={() => save('refused.csv')}
          >
            {t('run.refusedRows', { count: refused })}
          </Button>
        )}
        {report && (
          <Button
            icon={<ArrowDownloadRegular />}
            disabledFocusable={download.isPending}
            onClick={() => save('report.csv')}
          >
            {t('run.report')}
          </Button>
        )}
      </div>
      <p className={shared.quiet} role="status">
        {download.error
          ? describeError(download.error)
          : download.data
            ? t('run.downloaded', { name: download.data })
            : t(refused > 0 ? 'run.refusedHint' : 'run.reportHint')}
      </p>
    </div>
  )
}

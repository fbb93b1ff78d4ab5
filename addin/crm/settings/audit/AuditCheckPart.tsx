import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { ShieldTaskRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AuditCheck } from '../../../../server/audit/schema.ts'
import { api } from '../../../api/session.ts'
import { CopyButton } from '../../../ui/parts/CopyButton.tsx'
import { Refused } from '../parts/Refused.tsx'

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  hash: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
})

/** Reads the whole chain of the log when asked to, and says whether it holds. */
export function AuditCheckPart() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const check = useQuery({
    queryKey: ['audit-check'],
    queryFn: ({ signal }) => api.get<AuditCheck>('/audit/check', { signal }),
    enabled: false,
    retry: false,
    gcTime: 0,
  })
  return (
    <div className={styles.part}>
      <Button icon={<ShieldTaskRegular />} disabledFocusable={check.isFetching} onClick={() => check.refetch()}>
        {t(check.isFetching ? 'audit.checking' : 'audit.check')}
      </Button>
      <div role="status">
        {check.data && !check.isFetching && <Result result={check.data} />}
        {check.error && !check.isFetching && <Refused error={check.error} />}
      </div>
    </div>
  )
}

function Result({ result }: { result: AuditCheck }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  return (
    <MessageBar intent={result.intact ? 'success' : 'error'} layout="multiline">
      <MessageBarBody>
        {result.intact
          ? t('audit.intact', { count: result.entries })
          : t('audit.broken', { number: result.brokenAt ?? 0 })}{' '}
        {result.lastHash && (
          <>
            {t('audit.lastHash')} <span className={styles.hash}>{result.lastHash}</span>{' '}
            <CopyButton text={result.lastHash} />
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

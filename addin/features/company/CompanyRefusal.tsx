import '../editing/texts.ts'
import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { describeError } from '../../ui/problem-text.ts'

/** Why a company was not saved; with the way to the one that holds the domain already. */
export function CompanyRefusal({ error }: { error: Error }) {
  const { t } = useTranslation('forms')
  const holder = error instanceof ApiProblem ? (error.body.companyId ?? error.body.recordId) : undefined
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {describeError(error)}{' '}
        {typeof holder === 'string' && (
          <Link inline href={`#/companies/${holder}`}>
            {t('openCompany')}
          </Link>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

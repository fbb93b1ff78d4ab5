import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { DocumentErrorRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Import } from '../../../server/import/schema.ts'
import { ApiProblem, isOffline } from '../../api/problem.ts'
import { customFieldsQuery } from '../../features/custom-fields/custom-fields-query.ts'
import { asOf, fileSize, shortDate } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { useTitle } from '../shell/use-title.ts'
import { ColumnsStep } from './ColumnsStep.tsx'
import { DeleteImport } from './DeleteImport.tsx'
import { FileStep } from './FileStep.tsx'
import { openQuestions } from './mapping.ts'
import { PreviewStep } from './PreviewStep.tsx'
import { errorsByPath } from './problems.ts'
import { hasStarted } from './progress.ts'
import { RulesStep } from './RulesStep.tsx'
import { RunStep } from './RunStep.tsx'
import { useImportRights } from './rights.ts'
import { StateBadge } from './State.tsx'
import { StepBar } from './StepBar.tsx'
import { useFocusOnStep } from './StepFrame.tsx'
import type { StepProps } from './step-props.ts'
import { isStep, type Step, stepOf, stepOfPath, steps } from './steps.ts'
import { useImportStyles } from './styles.ts'
import { useImport } from './use-import.ts'
import { useMapping } from './use-mapping.ts'

const screens = { file: FileStep, columns: ColumnsStep, rules: RulesStep, preview: PreviewStep, import: RunStep }

/** One import, from its file to what came of it; the step stands in the address. */
export function ImportPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation('imports')
  const { data, error, refetch, dataUpdatedAt } = useImport(id)
  useTitle(data?.name ?? t('title'))
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 410)) return <Gone />
  if (!data) return error ? <Failed error={error} retry={refetch} /> : <LoadingRows />
  return <Opened key={id} one={data} offlineSince={isOffline(error) ? dataUpdatedAt : undefined} />
}

function Gone() {
  const { t } = useTranslation('imports')
  const shared = useImportStyles()
  return (
    <Message icon={<DocumentErrorRegular />} title={t('gone.title')} text={t('gone.text')}>
      <Link className={shared.link} to="/import">
        {t('back')}
      </Link>
    </Message>
  )
}

function Opened({ one, offlineSince }: { one: Import; offlineSince: number | undefined }) {
  const shared = useImportStyles()
  const [params, setParams] = useSearchParams()
  const { data: fields = [] } = useQuery(customFieldsQuery('contact'))
  const rights = useImportRights()
  const edit = useMapping(one)
  const page = useRef<HTMLDivElement>(null)
  const wanted = params.get('step')
  const step = isStep(wanted) ? wanted : stepOf(one)
  useFocusOnStep(page, step)
  const questions = openQuestions(one.columns, edit.mapping, fields, one.questions)
  const errors = errorsByPath(edit.error)
  const asking = new Set<Step>(Object.keys(errors).map(stepOfPath))
  if (questions.length > 0) asking.add('columns')
  const go = (to: Step) => setParams({ step: to })
  const props: StepProps = {
    one,
    edit,
    fields,
    questions,
    errors,
    locked:
      hasStarted(one) ||
      !rights.mayChange(one) ||
      one.fileKeptUntil === null ||
      (one.state === 'previewing' && step !== 'preview'),
    go,
  }
  const Screen = screens[step]
  return (
    <div ref={page} className={shared.page}>
      <Head one={one} />
      <Notices one={one} step={step} offlineSince={offlineSince} />
      <StepBar step={step} passed={passed(one)} asking={[...asking]} />
      <Screen {...props} />
    </div>
  )
}

/** The steps that are behind an import, by its state. */
function passed(one: Import): Step[] {
  if (one.state === 'done' || one.state === 'undone') return [...steps]
  if (hasStarted(one)) return steps.slice(0, 4)
  return one.preview ? steps.slice(0, 4) : []
}

function Head({ one }: { one: Import }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  return (
    <div className={shared.part}>
      <div>
        <Link className={shared.link} to="/import">
          {t('back')}
        </Link>
      </div>
      <div className={shared.row}>
        <h1 className={shared.title}>{one.name}</h1>
        <StateBadge state={one.state} progress={one.progress} />
        <DeleteImport one={one} />
      </div>
      <p className={shared.quiet}>
        {[
          fileSize(one.bytes),
          t('file.columns', { count: one.columns.length }),
          ...(one.total === null ? [] : [t('file.rows', { count: one.total })]),
          t('list.by', { name: one.requestedBy.name, when: shortDate(one.createdAt) }),
        ].join(' · ')}
      </p>
    </div>
  )
}

/** What must be known about this import whatever the step. */
function Notices({ one, step, offlineSince }: { one: Import; step: Step; offlineSince: number | undefined }) {
  const { t } = useTranslation('imports')
  const { isMine, mayChange } = useImportRights()
  const notices: [intent: 'info' | 'warning', text: string][] = []
  const { name } = one.requestedBy
  if (offlineSince) notices.push(['warning', t('offline', { when: asOf(offlineSince) })])
  if (!isMine(one)) notices.push(['info', t(mayChange(one) ? 'theirsToo' : 'theirs', { name })])
  if (one.fileKeptUntil === null) {
    notices.push(['info', t(hasStarted(one) ? 'fileGoneDone' : 'fileGone')])
  } else if (hasStarted(one) && step !== 'import') notices.push(['info', t('settled')])
  else if (one.state === 'previewing' && step !== 'preview') notices.push(['info', t('checking')])
  return notices.map(([intent, text]) => (
    <MessageBar key={text} intent={intent} layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  ))
}

import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { MessageChanged } from '../../outlook/selected-item.ts'
import { describeError } from '../../ui/problem-text.ts'

interface Props {
  error: Error
  /** What is said beside the fields already. */
  errors: Record<string, string>
  /** The fields on screen, when not all are. */
  shown?: readonly string[] | undefined
  onOpen: (contactId: string) => void
}

/** Why a contact was not saved; with the way to the one that holds an address or value already. */
export function Refusal({ error, errors, shown, onOpen }: Props) {
  const { t } = useTranslation()
  const holder = error instanceof ApiProblem ? (error.body.contactId ?? error.body.recordId) : undefined
  const elsewhere = Object.entries(errors).filter(([field]) => shown && !shown.includes(field))
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {error instanceof MessageChanged ? t('add.changed') : describeError(error)}{' '}
        {elsewhere.map(([, message]) => message).join(' ')}{' '}
        {typeof holder === 'string' && (
          <Link as="button" type="button" inline onClick={() => onOpen(holder)}>
            {t('edit.openOther')}
          </Link>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

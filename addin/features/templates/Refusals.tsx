import './texts.ts'
import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import { nameOf, refused } from '../../events/verdict-of.ts'

const useStyles = makeStyles({
  names: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

/**
 * Warns before marketing goes to somebody who must not get it.
 * @param checked undefined where the recipients could not be looked up
 */
export function Refusals({ checked }: { checked: Pick<CheckedMail, 'recipients'> | undefined }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  const refusals = refused(checked?.recipients ?? [])
  if (checked && refusals.length === 0) return null
  return (
    <MessageBar intent={checked ? 'error' : 'warning'} layout="multiline" data-testid="refused">
      <MessageBarBody>
        {checked ? t('refused', { count: refusals.length }) : t('unchecked')}
        <ul className={styles.names}>
          {refusals.map((one) => (
            <li key={one.address}>{t('refusedOne', { name: nameOf(one), text: one.marketing?.text })}</li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}

import '../templates/texts.ts'
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import type { MailState } from '../../events/mail-state.ts'
import { standsIn } from '../../events/sample.ts'
import { nameOf, refused, withoutWayOut } from '../../events/verdict-of.ts'
import type { WrittenMail } from '../../outlook/written-mail.ts'
import { describeError } from '../../ui/problem-text.ts'

const useStyles = makeStyles({
  bar: { marginInline: tokens.spacingHorizontalL, marginBlockStart: tokens.spacingVerticalXS },
  names: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

interface Props {
  mail: WrittenMail
  marketing: NonNullable<MailState['marketing']>
  checked: CheckedMail | undefined
  /** The template's text is gone, so this is no marketing any more. */
  onOut: () => void
}

/** Says that the message is marketing, and who must not get it: the same that Outlook will say on sending. */
export function MarketingBar({ mail, marketing, checked, onOut }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['compose', 'templates'])
  const [why, setWhy] = useState('')
  const refusals = refused(checked?.recipients ?? [])
  const others = withoutWayOut(checked?.recipients ?? [], marketing)
  const takeOut = async () => {
    try {
      if (!standsIn(marketing.sample, await mail.text())) return onOut()
      setWhy(t('mail.still', { name: marketing.name }))
    } catch (error) {
      setWhy(describeError(error))
    }
  }
  return (
    <MessageBar
      intent={refusals.length + others.length > 0 ? 'error' : 'info'}
      className={styles.bar}
      layout="multiline"
      data-testid="marketing-bar"
    >
      <MessageBarBody>
        <MessageBarTitle>{t('mail.marketing', { name: marketing.name })}</MessageBarTitle>
        {refusals.length > 0 && (
          <ul className={styles.names}>
            {refusals.map((one) => (
              <li key={one.address}>{t('templates:refusedOne', { name: nameOf(one), text: one.marketing?.text })}</li>
            ))}
          </ul>
        )}
        {refusals.length > 0
          ? t('mail.remedy')
          : others.length > 0
            ? `${t('alert.wayOutIntro')} ${others.map(nameOf).join(', ')}.`
            : checked && t('mail.allMay')}{' '}
        <strong role="status">{why}</strong>
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={takeOut}>
          {t('mail.out')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}

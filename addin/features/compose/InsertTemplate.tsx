import { makeStyles, tokens } from '@fluentui/react-components'
import type { CheckedMail, CheckedRecipient } from '../../../server/sending/schema.ts'
import type { FilledTemplate, Template } from '../../../server/templates/schema.ts'
import { foldAddress, type MailState } from '../../events/mail-state.ts'
import { sampleOf } from '../../events/sample.ts'
import { nameOf } from '../../events/verdict-of.ts'
import { plainText, type Recipient, type WrittenMail } from '../../outlook/written-mail.ts'
import { Refusals } from '../templates/Refusals.tsx'
import { TemplatePicker } from '../templates/TemplatePicker.tsx'

const useStyles = makeStyles({
  place: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
})

export interface Inserted {
  name: string
  /** Null when the template is for personal mail. */
  marketing: MailState['marketing']
}

interface Props {
  mail: WrittenMail
  people: Recipient[]
  checked: CheckedMail | undefined
  onInserted: (inserted: Inserted) => void
  onClose: () => void
}

/** Puts a template where the cursor is in Outlook's message, filled for the first recipient who does not work here. */
export default function InsertTemplate({ mail, people, checked, onInserted, onClose }: Props) {
  const styles = useStyles()
  const first = firstOutsider(people, checked)
  const insert = async ({ html, wayOut, subject, purpose }: FilledTemplate, template: Template) => {
    mail.assertStillOn()
    await mail.insert(html + (wayOut ?? ''))
    // The text is in; a subject that cannot be set is no reason to say that it failed.
    await mail.fillSubject(subject).catch(() => undefined)
    const marketing = {
      templateId: template.id,
      name: template.name,
      sample: sampleOf(plainText(html)),
      wayOutOf: wayOut && first ? foldAddress(first.address) : null,
    }
    onInserted({ name: template.name, marketing: purpose === 'marketing' ? marketing : null })
  }
  return (
    <div className={styles.place}>
      <TemplatePicker
        to={{ contactId: first?.contact?.id ?? null, address: first?.address ?? null }}
        name={first ? nameOf(first) : null}
        warn={(purpose) =>
          purpose === 'marketing' && <Refusals checked={people.length > 0 ? checked : { recipients: [] }} />
        }
        onInsert={insert}
        onClose={onClose}
      />
    </div>
  )
}

/** Whom a template is filled for: the first recipient who does not work here. */
function firstOutsider(people: Recipient[], checked: CheckedMail | undefined): CheckedRecipient | undefined {
  const found = people.flatMap(({ address }) => {
    const one = checked?.recipients.find((other) => foldAddress(other.address) === foldAddress(address))
    return one && !one.own ? [one] : []
  })
  return found[0]
}

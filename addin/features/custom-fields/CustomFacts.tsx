import '../editing/texts.ts'
import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField, CustomValues } from '../../../server/custom-fields/schema.ts'
import { customPrefix } from '../editing/draft.ts'
import { useCustomFields } from './use-custom-fields.ts'

const useStyles = makeStyles({
  list: { ...typographyStyles.body1, display: 'grid', gap: tokens.spacingVerticalXXS, margin: 0 },
  pair: { display: 'grid', gridTemplateColumns: '88px 1fr', columnGap: tokens.spacingHorizontalS },
  name: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, whiteSpace: 'pre-line' },
})

interface Props {
  entity: CustomField['entity']
  values: CustomValues
  /** The pane shows only the fields chosen for it (CF-08). */
  place: 'pane' | 'page'
}

/** What the organisation's own fields hold. */
export default function CustomFacts({ entity, values, place }: Props) {
  const styles = useStyles()
  const custom = useCustomFields(entity)
  const shown = custom.fields.filter((field) => place === 'page' || field.inPane)
  const filled = shown.filter((field) => custom.text(customPrefix + field.key, values[field.key] ?? null))
  if (filled.length === 0) return null
  return (
    <dl className={styles.list}>
      {filled.map((field) => (
        <div key={field.id} className={styles.pair}>
          <dt className={styles.name}>{field.label}</dt>
          <dd className={styles.value}>
            <CustomFact field={field} text={custom.text(customPrefix + field.key, values[field.key] ?? null)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** One value: links where it is one, hidden at first where the field is sensitive (CF-06). */
export function CustomFact({ field, text }: { field: CustomField; text: string }) {
  const { t } = useTranslation('forms')
  const [shown, setShown] = useState(!field.sensitive)
  if (!text) return null
  if (!field.sensitive) return linked(field.type, text)
  return (
    <>
      {shown ? linked(field.type, text) : '••••••'}{' '}
      <Button
        size="small"
        appearance="subtle"
        icon={shown ? <EyeOffRegular /> : <EyeRegular />}
        aria-label={shown ? t('hide', { label: field.label }) : t('show', { label: field.label })}
        onClick={() => setShown(!shown)}
      />
    </>
  )
}

function linked(type: CustomField['type'], text: string): ReactNode {
  if (type === 'email') return <Link href={`mailto:${text}`}>{text}</Link>
  if (type === 'phone') return <Link href={`tel:${text.replaceAll(/[^\d+*#,;=ext]/g, '')}`}>{text}</Link>
  if (type === 'url' && /^https?:\/\//i.test(text)) {
    return (
      <Link href={text} target="_blank" rel="noopener noreferrer">
        {text.replace(/^https?:\/\/(www\.)?/, '')}
      </Link>
    )
  }
  return text
}

import './texts.ts'
import { makeStyles, tokens } from '@fluentui/react-components'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, max-content) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
})

/** What somebody entered in a form, as an entry of the timeline tells it. */
export default function FormEntry({ details }: { details: Record<string, unknown> }) {
  const styles = useStyles()
  const { t } = useTranslation('formEntry')
  const { pageUrl, formVersion } = details
  const facts = [
    ...valuesOf(details.values),
    ...(typeof pageUrl === 'string' ? [{ label: t('page'), value: pageUrl }] : []),
    ...(typeof formVersion === 'number' ? [{ label: t('version'), value: String(formVersion) }] : []),
  ]
  return (
    <dl className={styles.list}>
      {facts.map(({ label, value }) => (
        <Fragment key={label}>
          <dt className={styles.name}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

interface Value {
  label: string
  value: string
}

/** `details` is open on the wire. */
const valuesOf = (values: unknown): Value[] =>
  Array.isArray(values)
    ? values.filter((one): one is Value => typeof one?.label === 'string' && typeof one?.value === 'string')
    : []

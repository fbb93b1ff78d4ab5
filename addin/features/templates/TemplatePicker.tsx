import './texts.ts'
import {
  Badge,
  Button,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilledTemplate, Template } from '../../../server/templates/schema.ts'
import { locale } from '../../ui/i18n.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { findTemplates } from '../compose/find-templates.ts'
import { HtmlPreview } from '../compose/HtmlPreview.tsx'
import { type FilledFor, filledQuery, templatesQuery } from './templates-query.ts'

const useStyles = makeStyles({
  picker: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    maxHeight: '240px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  choice: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    minHeight: '44px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: { backgroundColor: tokens.colorSubtleBackgroundSelected },
  name: { ...typographyStyles.body1Strong, overflowWrap: 'anywhere' },
  subject: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  preview: { display: 'grid', gap: tokens.spacingVerticalS, overflowWrap: 'anywhere' },
  heading: { ...typographyStyles.caption1Strong, margin: 0, color: tokens.colorNeutralForeground2 },
})

interface Props {
  to: FilledFor
  /** Whose copy the preview shows. */
  name: string | null
  onInsert: (filled: FilledTemplate, template: Template) => void
}

/** Finds a template, shows it filled for one person with what is missing, and hands it over. */
export function TemplatePicker({ to, name, onInsert }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  const { data, error, refetch } = useQuery(templatesQuery())
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<Template>()
  if (error && !data) return <Failed error={error} retry={refetch} />
  if (!data) return <LoadingRows />
  if (data.length === 0) return <Message compact title={t('none')} text={t('noneHere')} />
  const shown = findTemplates(data, text)
  return (
    <div className={styles.picker}>
      <Input
        type="search"
        aria-label={t('find')}
        placeholder={t('find')}
        contentBefore={<SearchRegular aria-hidden />}
        value={text}
        onChange={(_, { value }) => setText(value)}
      />
      {shown.length === 0 && <Message compact title={t('nothing')} />}
      {shown.length > 0 && (
        <ul className={styles.list} aria-label={t('choose')}>
          {shown.map((template) => (
            <li key={template.id}>
              <button
                type="button"
                className={mergeClasses(styles.choice, template.id === chosen?.id && styles.chosen)}
                aria-pressed={template.id === chosen?.id}
                onClick={() => setChosen(template)}
              >
                <span>
                  <span className={styles.name}>{template.name}</span>
                  <br />
                  <span className={styles.subject}>{template.subject}</span>
                </span>
                {template.purpose === 'marketing' && (
                  <Badge appearance="tint" color="important">
                    {t('purpose.marketing')}
                  </Badge>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen && <Preview template={chosen} to={to} name={name} onInsert={onInsert} />}
    </div>
  )
}

function Preview({ template, to, name, onInsert }: Props & { template: Template }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  const heading = useId()
  const { data, error, refetch } = useQuery(filledQuery(template, to))
  if (error && !data) return <Failed error={error} retry={refetch} />
  if (!data) return <LoadingRows />
  const missing = new Intl.ListFormat(locale()).format(data.missing.map(({ label }) => label))
  return (
    <>
      <h3 id={heading} className={styles.heading}>
        {name ? t('preview', { name }) : t('previewNobody')}
      </h3>
      <section className={styles.preview} aria-labelledby={heading}>
        {data.subject && <strong>{data.subject}</strong>}
        <HtmlPreview html={data.html} title={template.name} />
      </section>
      {data.missing.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('missing', { fields: missing })}</MessageBarBody>
        </MessageBar>
      )}
      <div>
        <Button appearance="primary" onClick={() => onInsert(data, template)}>
          {t('insert')}
        </Button>
      </div>
    </>
  )
}

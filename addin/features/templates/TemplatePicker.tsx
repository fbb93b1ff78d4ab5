import './texts.ts'
import { Badge, Button, makeStyles, SearchBox, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowLeftRegular, DocumentTextRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../../server/templates/schema.ts'
import { meQuery } from '../../api/session.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useFocusOnNew } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { findTemplates } from './find-templates.ts'
import { type PreviewProps, TemplatePreview } from './TemplatePreview.tsx'
import { templatesQuery } from './templates-query.ts'

const useStyles = makeStyles({
  picker: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  title: { ...typographyStyles.subtitle2, margin: 0, overflowWrap: 'anywhere' },
  search: { maxWidth: 'none' },
  list: { display: 'grid', gap: '2px', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    width: '100%',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    justifyItems: 'start',
    textAlign: 'start',
    paddingBlock: tokens.spacingVerticalXS,
    paddingInline: tokens.spacingHorizontalS,
    fontWeight: tokens.fontWeightRegular,
  },
  name: {
    ...typographyStyles.body1Strong,
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    overflowWrap: 'anywhere',
  },
  line: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

interface Props extends PreviewProps {
  onClose: () => void
}

/** Finds a template, shows it filled for one person, and hands it over. Takes the place of what opened it. */
export function TemplatePicker({ onClose, ...preview }: Props) {
  const { t } = useTranslation('templates')
  const templates = useQuery(templatesQuery())
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<Template>()
  if (chosen) {
    return (
      <Frame title={chosen.name} onBack={() => setChosen(undefined)}>
        <TemplatePreview key={chosen.id} template={chosen} {...preview} />
      </Frame>
    )
  }
  return (
    <Frame title={t('pick')} onBack={onClose}>
      {templates.isError && !templates.data && <Failed compact error={templates.error} retry={templates.refetch} />}
      {templates.isPending && <LoadingRows count={4} />}
      {templates.data?.length === 0 && (
        <Message compact icon={<DocumentTextRegular />} title={t('none')} text={t('noneHere')} />
      )}
      {templates.data && templates.data.length > 0 && (
        <>
          <SearchField value={search} onSearch={setSearch} />
          <Found templates={findTemplates(templates.data, search)} onChoose={setChosen} />
        </>
      )}
    </Frame>
  )
}

/** What opened it was a button, so the focus may follow. */
function SearchField({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  return (
    <SearchBox
      autoFocus
      className={styles.search}
      aria-label={t('find')}
      placeholder={t('find')}
      value={value}
      onChange={(_, data) => onSearch(data.value)}
    />
  )
}

function Found({ templates, onChoose }: { templates: Template[]; onChoose: (one: Template) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  const { data: me } = useQuery(meQuery)
  if (templates.length === 0) return <p role="status">{t('nothing')}</p>
  return (
    <ul className={styles.list} aria-label={t('choose')}>
      {templates.map((template) => (
        <li key={template.id}>
          <Button appearance="subtle" className={styles.item} onClick={() => onChoose(template)}>
            <span className={styles.name}>
              {template.name}
              {template.purpose === 'marketing' && (
                <Badge appearance="tint" color="informative">
                  {t('purpose.marketing')}
                </Badge>
              )}
            </span>
            {template.subject && <span className={styles.line}>{template.subject}</span>}
            {template.owner.id !== me?.id && (
              <span className={styles.line}>{t('byColleague', { name: template.owner.name })}</span>
            )}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Frame({ title, onBack, children }: { title: string; onBack: () => void; children: ReactNode }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  const heading = useFocusOnNew(title)
  return (
    <section
      className={styles.picker}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onBack()
      }}
    >
      <div className={styles.head}>
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowLeftRegular />}
          aria-label={t('goBack')}
          title={t('goBack')}
          onClick={onBack}
        />
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
      </div>
      {children}
    </section>
  )
}

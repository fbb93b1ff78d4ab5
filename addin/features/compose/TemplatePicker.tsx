import { Badge, Button, makeStyles, SearchBox, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowLeftRegular, DocumentTextRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import type { Template } from '../../../server/templates/schema.ts'
import type { Me } from '../../../server/users/schema.ts'
import type { Recipient, WrittenMail } from '../../outlook/written-mail.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useFocusOnNew } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { templatesQuery } from '../templates/templates-query.ts'
import { findTemplates } from './find-templates.ts'
import { type Inserted, TemplatePreview } from './TemplatePreview.tsx'

const useStyles = makeStyles({
  picker: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  title: { ...typographyStyles.subtitle2, margin: 0 },
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

interface Props {
  mail: WrittenMail
  me: Me
  people: Recipient[]
  checked: CheckedMail | undefined
  onInserted: (inserted: Inserted) => void
  onClose: () => void
}

/** Finds a template, shows it filled, and puts it where the cursor is. */
export default function TemplatePicker({ mail, me, people, checked, onInserted, onClose }: Props) {
  const { t } = useTranslation('compose')
  const templates = useQuery(templatesQuery())
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<Template>()
  if (chosen) {
    return (
      <Frame title={chosen.name} onBack={() => setChosen(undefined)}>
        <TemplatePreview
          key={chosen.id}
          mail={mail}
          template={chosen}
          people={people}
          checked={checked}
          onInserted={onInserted}
        />
      </Frame>
    )
  }
  return (
    <Frame title={t('templates.title')} onBack={onClose}>
      {templates.isError && !templates.data && <Failed compact error={templates.error} retry={templates.refetch} />}
      {templates.isPending && <LoadingRows count={4} />}
      {templates.data?.length === 0 && (
        <Message
          compact
          icon={<DocumentTextRegular />}
          title={t('templates.none.title')}
          text={t('templates.none.text')}
        />
      )}
      {templates.data && templates.data.length > 0 && (
        <>
          <SearchField value={search} onSearch={setSearch} />
          <Found templates={findTemplates(templates.data, search)} me={me} onChoose={setChosen} />
        </>
      )}
    </Frame>
  )
}

/** What opened it was a button, so the focus may follow. */
function SearchField({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  return (
    <SearchBox
      autoFocus
      className={styles.search}
      aria-label={t('templates.search')}
      placeholder={t('templates.search')}
      value={value}
      onChange={(_, data) => onSearch(data.value)}
    />
  )
}

function Found({ templates, me, onChoose }: { templates: Template[]; me: Me; onChoose: (one: Template) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  if (templates.length === 0) return <p role="status">{t('templates.noMatch')}</p>
  return (
    <ul className={styles.list} aria-label={t('templates.list')}>
      {templates.map((template) => (
        <li key={template.id}>
          <Button appearance="subtle" className={styles.item} onClick={() => onChoose(template)}>
            <span className={styles.name}>
              {template.name}
              {template.purpose === 'marketing' && (
                <Badge appearance="tint" color="informative">
                  {t('templates.marketing')}
                </Badge>
              )}
            </span>
            {template.subject && <span className={styles.line}>{template.subject}</span>}
            {template.owner.id !== me.id && (
              <span className={styles.line}>{t('templates.by', { name: template.owner.name })}</span>
            )}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Frame({ title, onBack, children }: { title: string; onBack: () => void; children: ReactNode }) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
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
          aria-label={t('templates.back')}
          title={t('templates.back')}
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

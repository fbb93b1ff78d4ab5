import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  SearchBox,
  Select,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Jurisdiction } from '../../../../server/consent/schema.ts'
import { countryName } from '../../../ui/format.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { rulesQuery } from './consent-query.ts'
import { EditRule } from './EditRule.tsx'
import { RulesTable } from './RulesTable.tsx'
import { type RuleColumn, shownRules } from './rule-edit.ts'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  search: { flex: '1 1 220px', maxWidth: '360px' },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, margin: 0 },
})

/** Settings > Consent rules: which law asks for what, country by country, and where it is written. */
export default function ConsentRulesPage() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { may, who } = useMay('consent')
  const list = useQuery(rulesQuery)
  const [search, setSearch] = useState('')
  const [by, setBy] = useState<RuleColumn>('country')
  const [open, setOpen] = useState<Jurisdiction | 'new' | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const rules = shownRules(list.data?.items ?? [], search, by, countryName)
  return (
    <Page
      title={t('page.consent')}
      intro={t('about.consent')}
      actions={
        may && (
          <Button icon={<AddRegular />} onClick={() => setOpen('new')}>
            {t('consent.add')}
          </Button>
        )
      }
    >
      <p className={styles.quiet}>{t('consent.notAdvice')}</p>
      {!may && <ReadOnly who={who} />}
      <Said text={said} onDismiss={() => setSaid(null)} />
      {list.isError && !list.data && <Failed error={list.error} retry={list.refetch} compact />}
      {list.isPending && <LoadingRows />}
      {list.data && (
        <>
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{t('consent.unknown', { count: list.data.unknown.contacts })}</MessageBarTitle>
              {t('consent.unknownHint', { rule: t(`consent.rule.${list.data.unknown.rule}`) })}
            </MessageBarBody>
          </MessageBar>
          <div className={styles.tools}>
            <SearchBox
              className={styles.search}
              aria-label={t('consent.search')}
              placeholder={t('consent.search')}
              value={search}
              onChange={(_, { value }) => setSearch(value)}
            />
            <Select
              aria-label={t('consent.sort')}
              value={by}
              onChange={(_, { value }) => setBy(value === 'contacts' ? 'contacts' : 'country')}
            >
              <option value="country">{t('consent.byCountry')}</option>
              <option value="contacts">{t('consent.byContacts')}</option>
            </Select>
          </div>
          <p className={styles.quiet} role="status">
            {t('consent.shown', { count: rules.length })}
          </p>
          {rules.length > 0 ? (
            <RulesTable rules={rules} may={may} onOpen={setOpen} />
          ) : (
            <Message compact title={t('consent.noneFound')} text={t('consent.noneFoundHint')} />
          )}
        </>
      )}
      {open && (
        <EditRule
          rule={open === 'new' ? null : open}
          listed={(list.data?.items ?? []).map(({ country }) => country)}
          may={may}
          onClose={(text) => {
            setOpen(null)
            if (text) setSaid(text)
          }}
        />
      )}
    </Page>
  )
}

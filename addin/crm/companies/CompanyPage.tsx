import '../texts/record.ts'
import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { BuildingRegular, EditRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { Company } from '../../../server/companies/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { companyFields } from '../../features/company/company-draft.ts'
import { companyQuery } from '../../features/company/company-query.ts'
import { EditCompany } from '../../features/company/EditCompany.tsx'
import { useCompanyWords } from '../../features/company/use-company-words.ts'
import { PhoneLink, Profile } from '../../features/contact/Facts.tsx'
import { CustomFact } from '../../features/custom-fields/CustomFacts.tsx'
import { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { customPrefix } from '../../features/editing/draft.ts'
import ChangeHistory from '../../features/history/ChangeHistory.tsx'
import { Timeline } from '../../features/timeline/Timeline.tsx'
import { countryName } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useFocusAfter } from '../../ui/parts/focus.ts'
import { LoadingContact, LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { Columns } from '../contact/Columns.tsx'
import { Panel } from '../contact/Panel.tsx'
import { RecordRows, type Row } from '../contact/RecordRows.tsx'
import { useTimelineFilter } from '../contact/use-timeline-filter.ts'
import { People } from './People.tsx'

const DealList = lazy(() => import('../../features/deals/DealList.tsx'))

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  icon: {
    display: 'grid',
    placeItems: 'center',
    width: '40px',
    height: '40px',
    fontSize: '24px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  name: { ...typographyStyles.subtitle1, margin: 0 },
  quiet: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  lines: { display: 'grid' },
  form: { marginInline: `calc(-1 * ${tokens.spacingHorizontalL})` },
})

/** One company in full: record, people, and one timeline of all of them. */
export default function CompanyPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation('record')
  const company = useQuery(companyQuery(id))
  if (company.error instanceof ApiProblem && company.error.status === 404) {
    return (
      <Message icon={<BuildingRegular />} title={t('companyGone.title')} text={t('companyGone.text')}>
        <Link href="#/companies">{t('companyGone.list')}</Link>
      </Message>
    )
  }
  if (company.isError && !company.data) return <Failed error={company.error} retry={company.refetch} />
  if (!company.data) return <LoadingContact />
  return <Shown key={id} company={company.data} />
}

function Shown({ company }: { company: Company }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const filtering = useTimelineFilter()
  useEffect(() => {
    document.title = company.name
  }, [company.name])
  return (
    <>
      <header className={styles.head}>
        <span className={styles.icon} aria-hidden="true">
          <BuildingRegular />
        </span>
        <div>
          <h1 className={styles.name}>{company.name}</h1>
          <p className={styles.quiet}>
            {[...company.domains.slice(0, 2), t('peopleCount', { count: company.contacts })].join(' · ')}
          </p>
        </div>
      </header>
      <Columns
        moreLabel={t('tabs.people')}
        record={<CompanyRecord company={company} />}
        timeline={<Timeline contactId={company.id} of="companies" filtering={filtering} />}
        more={<More company={company} />}
      />
    </>
  )
}

function CompanyRecord({ company }: { company: Company }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const [editing, setEditing] = useState(false)
  const opener = useFocusAfter(editing)
  const rows = useRows(company)
  if (editing) {
    return (
      <Panel title={t('details')}>
        <div className={styles.form}>
          <EditCompany company={company} onDone={() => setEditing(false)} />
        </div>
      </Panel>
    )
  }
  return (
    <Panel
      title={t('details')}
      action={
        <Button id={opener} size="small" icon={<EditRegular />} onClick={() => setEditing(true)}>
          {t('edit')}
        </Button>
      }
    >
      <RecordRows
        rows={rows}
        editor={(field, done) => <EditCompany company={company} only={[field]} onDone={done} />}
      />
    </Panel>
  )
}

function useRows(company: Company): Row[] {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const words = useCompanyWords()
  const custom = useCustomFields('company')
  const { domains, phone, phoneDisplay, website, country } = company
  const values = {
    name: company.name,
    domains: domains.length > 0 && (
      <span className={styles.lines}>
        {domains.map((domain) => (
          <span key={domain}>{domain}</span>
        ))}
      </span>
    ),
    website: website && <Profile url={website} />,
    phone: phone && <PhoneLink number={phone} display={phoneDisplay} />,
    country: country && countryName(country),
    owner: company.owner?.name,
  }
  const kept = ['lastActivityAt', 'createdAt', 'updatedAt'] as const
  return [
    ...companyFields.map((field) => ({ field, label: words.label(field), value: values[field] })),
    ...custom.fields.map((field) => {
      const name = customPrefix + field.key
      const text = custom.text(name, company.customFields[field.key] ?? null)
      return { field: name, label: field.label, value: text && <CustomFact field={field} text={text} /> }
    }),
    ...kept.map((field) => ({
      field,
      label: t(`fields.${field}`),
      value: company[field] && <Instant at={company[field]} />,
      fixed: true,
    })),
  ]
}

function More({ company }: { company: Company }) {
  const { t } = useTranslation('record')
  const words = useCompanyWords()
  return (
    <>
      <Panel title={t('people')}>
        <People companyId={company.id} />
      </Panel>
      <Panel title={t('deals')}>
        <Suspense fallback={<LoadingRows count={2} />}>
          <DealList of={{ company: company.id }} start={{ company }} />
        </Suspense>
      </Panel>
      <Panel title={t('history')}>
        <ChangeHistory of="companies" id={company.id} labelOf={words.label} show={words.text} />
      </Panel>
    </>
  )
}

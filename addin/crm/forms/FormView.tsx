import { Tab, TabList } from '@fluentui/react-components'
import { ChevronLeftRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { Form } from '../../../server/forms/schema.ts'
import { useTitle } from '../shell/use-title.ts'
import { Builder } from './Builder.tsx'
import { StateBadge } from './FormList.tsx'
import { Share } from './Share.tsx'
import { Submissions } from './Submissions.tsx'
import { useFormStyles } from './styles.ts'

const parts = ['build', 'share', 'submissions'] as const

/** One form: what it says, where it stands, what came of it. */
export function FormView({ form, part }: { form: Form; part: string | undefined }) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const navigate = useNavigate()
  const shown = parts.find((name) => name === part) ?? 'build'
  useTitle(form.name)
  return (
    <div className={styles.page}>
      <Link className={styles.link} to="/forms">
        <ChevronLeftRegular aria-hidden /> {t('title')}
      </Link>
      <div className={styles.head}>
        <h1 className={styles.title}>{form.name}</h1>
        <StateBadge state={form.state} />
      </div>
      <TabList
        selectedValue={shown}
        aria-label={t('tabs.label')}
        onTabSelect={(_, { value }) => navigate(`/forms/${form.id}/${String(value)}`)}
      >
        {parts.map((name) => (
          <Tab key={name} value={name}>
            {t(`tabs.${name}`)}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={t(`tabs.${shown}`)}>
        {shown === 'build' && <Builder form={form} />}
        {shown === 'share' && <Share form={form} />}
        {shown === 'submissions' && <Submissions form={form} />}
      </div>
    </div>
  )
}

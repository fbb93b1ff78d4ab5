import '../texts/record.ts'
import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { companyPeopleQuery, peopleFilter } from '../../features/company/company-query.ts'
import { Initials } from '../../features/contact/Initials.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  person: { display: 'grid', gridTemplateColumns: '40px minmax(0, 1fr)', columnGap: '8px', alignItems: 'center' },
  reach: { display: 'inline-block', paddingBlock: '2px' },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground3 },
  more: { justifySelf: 'start' },
})

/** Who works at a company. */
export function People({ companyId }: { companyId: string }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const people = useInfiniteQuery(companyPeopleQuery(companyId))
  if (people.isError && !people.data) return <Failed compact error={people.error} retry={people.refetch} />
  if (!people.data) return <LoadingRows count={3} />
  const contacts = people.data.pages.flatMap((page) => page.items)
  if (contacts.length === 0) return <p className={styles.quiet}>{t('noPeople')}</p>
  return (
    <>
      <ul className={styles.list}>
        {contacts.map((contact) => (
          <li key={contact.id} className={styles.person}>
            <Initials contact={contact} />
            <span>
              <Link className={styles.reach} href={`#/contacts/${contact.id}`}>
                {contact.displayName}
              </Link>
              <p className={styles.quiet}>{contact.jobTitle ?? contact.email}</p>
            </span>
          </li>
        ))}
      </ul>
      {people.hasNextPage && (
        <Button
          className={styles.more}
          size="small"
          disabledFocusable={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          {t('list.more')}
        </Button>
      )}
      <Link href={`#/contacts?${new URLSearchParams({ filter: peopleFilter(companyId) })}`}>{t('allPeople')}</Link>
    </>
  )
}

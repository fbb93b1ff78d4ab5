import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { CheckmarkCircleFilled, DismissCircleRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Membership, Segment } from '../../../server/segments/schema.ts'
import { ContactSearch, type NamedContact } from '../../features/contact/ContactSearch.tsx'
import { FilterSummary } from '../../features/filter/FilterSummary.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Joined } from './Members.tsx'
import { membershipQuery } from './segments-query.ts'
import { usePageStyles } from './styles.ts'

/** "Why is Ana (not) in?": each condition with whether it holds for her (SG-03). */
export function WhyDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  useReturnFocus()
  const { t } = useTranslation()
  const { t: say } = useTranslation('segments')
  const [contact, setContact] = useState<NamedContact>()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{say('whyTitle', { name: segment.name })}</DialogTitle>
          <DialogContent>
            {contact ? (
              <Answer segment={segment} contact={contact} />
            ) : (
              <ContactSearch label={say('searchContacts')} chosen={[]} single onPick={setContact} />
            )}
          </DialogContent>
          <DialogActions fluid>
            {contact && <Button onClick={() => setContact(undefined)}>{say('whyAgain')}</Button>}
            <Button onClick={onClose}>{t('common.close')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

function Answer({ segment, contact }: { segment: Segment; contact: NamedContact }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const { data, error, refetch } = useQuery(membershipQuery(segment.id, contact.id))
  if (!data) return error ? <Failed compact error={error} retry={refetch} /> : <LoadingRows count={2} />
  return (
    <div className={styles.part} role="status">
      <p className={styles.text}>{t(data.member ? 'whyIn' : 'whyOut', { name: contact.name })}</p>
      <Joined membership={data} />
      <Conditions conditions={data.conditions} />
    </div>
  )
}

function Conditions({ conditions }: Pick<Membership, 'conditions'>) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  return (
    <ul className={styles.list}>
      {conditions.map(asRead).map(({ path, condition, holds }) => (
        <li key={path} className={styles.item}>
          {holds ? <CheckmarkCircleFilled aria-hidden /> : <DismissCircleRegular aria-hidden />}
          <span className={styles.grow}>
            <FilterSummary filter={condition} />
          </span>
          <span className={styles.quiet}>{t(holds ? 'whyHolds' : 'whyFails')}</span>
        </li>
      ))}
    </ul>
  )
}

/** Under a negation, what counts is that the condition does not hold. */
function asRead({ path, condition, holds }: Membership['conditions'][number]): Membership['conditions'][number] {
  const turned = path.split('.').filter((step) => step === 'not').length % 2 === 1
  return turned ? { path, condition: { not: condition }, holds: !holds } : { path, condition, holds }
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from '../../../server/segments/schema.ts'
import { ContactSearch, type NamedContact } from '../../features/contact/ContactSearch.tsx'
import { Chosen } from '../../features/filter/Chosen.tsx'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { useAddMembers } from './segments-query.ts'

/** Puts contacts into a static segment. */
export function AddMembers({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation('segments')
  const [chosen, setChosen] = useState<NamedContact[]>([])
  const add = useAddMembers()
  const without = (id: string) => chosen.filter((one) => one.id !== id)
  return (
    <Confirm
      title={t('addTitle', { name: segment.name })}
      confirm={t('addRun', { count: chosen.length })}
      busy={add.isPending}
      error={add.error}
      notYet={chosen.length === 0}
      onConfirm={() => add.mutate({ id: segment.id, contactIds: chosen.map(({ id }) => id) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Chosen
        label={t('chosen')}
        items={chosen.map(({ id, name }) => ({ value: id, label: name }))}
        onRemove={(id) => setChosen(without(id))}
      />
      <ContactSearch
        label={t('searchContacts')}
        chosen={chosen}
        onPick={(contact) =>
          setChosen(chosen.some(({ id }) => id === contact.id) ? without(contact.id) : [...chosen, contact])
        }
      />
    </Confirm>
  )
}

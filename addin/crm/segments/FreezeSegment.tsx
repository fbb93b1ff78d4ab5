import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Segment } from '../../../server/segments/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { useFreezeSegment } from './segments-query.ts'

/** A static copy of who is in it now (SG-01). */
export function FreezeSegment({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const [name, setName] = useState(() =>
    t('frozenName', { name: segment.name.slice(0, 80), date: shortDate(new Date().toISOString(), 0) }),
  )
  const freeze = useFreezeSegment()
  const run = () =>
    freeze.mutate(
      { id: segment.id, name },
      {
        onSuccess: ({ id }) => {
          onClose()
          navigate(`/segments/${id}`)
        },
      },
    )
  return (
    <Confirm
      title={t('freezeTitle', { name: segment.name })}
      confirm={t('freeze')}
      busy={freeze.isPending}
      error={freeze.error}
      notYet={!name.trim()}
      onConfirm={run}
      onClose={onClose}
    >
      <span>{t('freezeText')}</span>
      <Field label={t('freezeName')}>
        <Input maxLength={100} autoComplete="off" value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
    </Confirm>
  )
}

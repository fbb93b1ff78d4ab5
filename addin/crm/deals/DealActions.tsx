import '../texts/deals.ts'
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DeleteRegular, ThumbDislikeRegular, TrophyRegular } from '@fluentui/react-icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Deal } from '../../../server/deals/schema.ts'
import { api, meQuery } from '../../api/session.ts'
import { DealMenu } from '../../features/deals/DealMenu.tsx'
import { forgetDeal, stagesQuery } from '../../features/deals/deals-query.ts'
import { mayDelete, useMayWriteDeals } from '../../features/deals/rights.ts'
import { SaidBar } from '../../features/deals/SaidBar.tsx'
import { useMoving } from '../../features/deals/use-moving.tsx'
import { Confirm } from '../settings/parts/Confirm.tsx'

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'end' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** What can be done with a deal as a whole. */
export function DealActions({ deal }: { deal: Deal }) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const { data: me } = useQuery(meQuery)
  const { data: stages } = useQuery(stagesQuery)
  const mayWrite = useMayWriteDeals()
  const moving = useMoving()
  const [deleting, setDeleting] = useState(false)
  const end = (outcome: 'won' | 'lost') => stages?.items.find((stage) => stage.outcome === outcome)
  const [won, lost] = [end('won'), end('lost')]
  if (!mayWrite) return null
  return (
    <div className={styles.part}>
      <SaidBar said={moving.said} onDismiss={moving.forget} />
      <div className={styles.actions}>
        {won && deal.stage.outcome !== 'won' && (
          <Button size="small" icon={<TrophyRegular />} onClick={() => moving.start(deal, won)}>
            {won.name}
          </Button>
        )}
        {lost && deal.stage.outcome !== 'lost' && (
          <Button size="small" icon={<ThumbDislikeRegular />} onClick={() => moving.start(deal, lost)}>
            {lost.name}
          </Button>
        )}
        {mayDelete(me, deal) && (
          <Button size="small" appearance="subtle" icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
            {t('page.delete')}
          </Button>
        )}
        <DealMenu deal={deal} onMove={moving.start} />
      </div>
      {moving.dialog}
      {deleting && <DeleteDeal deal={deal} onClose={() => setDeleting(false)} />}
    </div>
  )
}

function DeleteDeal({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const { t } = useTranslation('dealPages')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.delete(`/deals/${deal.id}`),
    onSuccess: () => {
      onClose()
      void navigate('/deals', { replace: true })
      forgetDeal(queries, deal)
    },
  })
  return (
    <Confirm
      title={t('page.deleteTitle', { name: deal.name })}
      confirm={t('page.delete')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <span>{t('page.deleteText')}</span>
    </Confirm>
  )
}

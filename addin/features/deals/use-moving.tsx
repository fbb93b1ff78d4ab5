import './texts.ts'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deal, DealStageReference } from '../../../server/deals/schema.ts'
import { describeError } from '../../ui/problem-text.ts'
import { EditClash } from '../editing/save-draft.ts'
import { type Move, useMoveDeal } from './use-move-deal.ts'

const CloseDeal = lazy(() => import('./CloseDeal.tsx'))

/** What came of the last move, for a bar and for screen readers. */
export interface Said {
  intent: 'success' | 'error'
  text: string
}

export interface Moving {
  /** Moves at once, or asks first why it was won or lost. */
  start: (deal: Deal, stage: DealStageReference) => void
  /** On its way to the server. */
  moving: Move | undefined
  said: Said | undefined
  forget: () => void
  /** The question, where one is open. */
  dialog: ReactNode
}

/**
 * Moving deals between stages, with the question that a final stage asks.
 * @param guard throws when Outlook shows another message by now
 */
export function useMoving(guard?: () => void): Moving {
  const { t } = useTranslation('deals')
  const move = useMoveDeal(guard)
  const [asking, setAsking] = useState<{ deal: Deal; stage: DealStageReference }>()
  const [said, setSaid] = useState<Said>()
  const run = (wanted: Move) => {
    setSaid(undefined)
    move.mutate(wanted, {
      onSuccess: ({ name, stage }) => setSaid({ intent: 'success', text: t('moved', { name, stage: stage.name }) }),
      onError: (error) => setSaid({ intent: 'error', text: whyNot(error) }),
      onSettled: () => setAsking(undefined),
    })
  }
  const whyNot = (error: Error): string => {
    if (!(error instanceof EditClash)) return t('refused', { reason: describeError(error) })
    const { name, stage } = (error as EditClash<Deal>).current
    return t('clash', { name, stage: stage.name })
  }
  const final = asking?.stage.outcome === 'open' ? undefined : asking
  return {
    start: (deal, stage) => {
      if (stage.id === deal.stageId) return
      if (stage.outcome === 'open') run({ deal, stage })
      else setAsking({ deal, stage })
    },
    moving: move.isPending ? move.variables : undefined,
    said,
    forget: () => setSaid(undefined),
    dialog: final && (
      <Suspense>
        <CloseDeal
          deal={final.deal}
          stage={final.stage as DealStageReference & { outcome: 'won' | 'lost' }}
          busy={move.isPending}
          onConfirm={(reason) => run({ ...final, reason })}
          onClose={() => setAsking(undefined)}
        />
      </Suspense>
    ),
  }
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Deal, DealStageReference } from '../../../server/deals/schema.ts'
import { EditClash, saveDraft } from '../editing/save-draft.ts'
import { dealDraft, dealEditing } from './deal-draft.ts'
import { showDeal } from './deals-query.ts'

export interface Move {
  deal: Deal
  stage: DealStageReference
  /** Why it was won or lost. */
  reason?: string
}

/**
 * Puts a deal into another stage. What somebody else changed meanwhile stays; who moved it meanwhile wins, and it is told.
 * @param guard throws when Outlook shows another message by now
 */
export function useMoveDeal(guard?: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ deal, stage, reason = '' }: Move) => {
      guard?.()
      const draft = { ...dealDraft(deal), stage: { id: stage.id, name: stage.name }, closeReason: reason }
      return saveDraft(dealEditing, deal, draft)
    },
    // On its way until the board has it: without that the card would jump back for a moment.
    onSuccess: (deal) => showDeal(queries, deal),
    onError: (error) => {
      if (error instanceof EditClash) return showDeal(queries, (error as EditClash<Deal>).current)
    },
  })
}

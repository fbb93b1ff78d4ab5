import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DealStage, EditDealStage } from '../../../../server/deals/schema.ts'
import { api } from '../../../api/session.ts'

/** A write on the stages, after which everything that shows them is asked for again. */
function useStageWrite<Input, Result>(write: (input: Input) => Promise<Result>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () =>
      Promise.all([['deal-stages'], ['deals']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

export const useAddStage = () =>
  useStageWrite((name: string) => api.post<DealStage>('/deal-stages', { body: { name } }))

export const useEditStage = () =>
  useStageWrite(({ id, ...body }: EditDealStage & { id: string }) =>
    api.patch<DealStage>(`/deal-stages/${id}`, { body }),
  )

export const useDeleteStage = () =>
  useStageWrite(({ id, moveTo }: { id: string; moveTo?: string | undefined }) =>
    api.delete(`/deal-stages/${id}`, { query: { moveTo } }),
  )

import type { CreateDealInput, Deal, DealStage, EditDealInput } from '../../../server/deals/schema.ts'
import { api } from '../../api/session.ts'
import { type Draft, isReference, type Value } from '../editing/draft.ts'
import type { Editing } from '../editing/save-draft.ts'
import { amountToType, parseAmount } from './money.ts'

/** The fields of the form, in their order on screen. The reason is asked for in final stages only. */
export const dealFields = [
  'name',
  'company',
  'amount',
  'currency',
  'stage',
  'closeReason',
  'owner',
  'expectedClose',
] as const
export type DealField = (typeof dealFields)[number]

/** A deal that is being added. */
export const newDeal = (
  currency: string,
  stage: DealStage | undefined,
  owner: { id: string; name: string } | null,
  company: { id: string; name: string } | null,
): Draft => ({
  name: '',
  company: company && { id: company.id, name: company.name },
  amount: '',
  currency,
  stage: stage ? { id: stage.id, name: stage.name } : null,
  closeReason: '',
  owner,
  expectedClose: '',
})

export const dealDraft = (deal: Deal): Draft => ({
  name: deal.name,
  company: deal.company && { id: deal.company.id, name: deal.company.name },
  amount: amountToType(deal.amount),
  currency: deal.currency,
  stage: { id: deal.stage.id, name: deal.stage.name },
  closeReason: deal.closeReason,
  owner: deal.owner && { id: deal.owner.id, name: deal.owner.name },
  expectedClose: deal.expectedClose,
})

const text = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '')

/** Amount and currency as the API takes them: both or none. What is no amount goes as typed, to be refused by name. */
function moneyInput({ amount, currency }: Draft): Pick<EditDealInput, 'amount' | 'currency'> {
  const typed = text(amount)
  if (!typed) return { amount: null, currency: null }
  return { amount: parseAmount(typed) ?? typed, currency: text(currency) || null }
}

/** The fields given as the API takes them, blanks as null. */
export function dealInput(draft: Draft, fields: readonly string[]): EditDealInput {
  const { company, stage, owner } = draft
  const named = (...names: DealField[]) => names.some((name) => fields.includes(name))
  return {
    ...(named('name') ? { name: text(draft.name) } : {}),
    ...(named('company') ? companyInput(company) : {}),
    ...(named('amount', 'currency') ? moneyInput(draft) : {}),
    ...(named('stage') && isReference(stage) && stage.id ? { stageId: stage.id } : {}),
    // A reason belongs to one closing: it is said again with each move.
    ...(named('stage', 'closeReason') ? { closeReason: text(draft.closeReason) || null } : {}),
    ...(named('owner') ? { ownerId: isReference(owner) ? owner.id : null } : {}),
    ...(named('expectedClose') ? { expectedClose: text(draft.expectedClose) || null } : {}),
  }
}

function companyInput(company: Value | undefined): Pick<EditDealInput, 'companyId' | 'company'> {
  if (!isReference(company) || (company.id === null && !company.name.trim())) return { companyId: null }
  return company.id === null ? { company: company.name.trim() } : { companyId: company.id }
}

/** A new deal with the contact it was begun at. */
export const createInput = (draft: Draft, contacts: NonNullable<CreateDealInput['contacts']>): CreateDealInput => ({
  ...dealInput(draft, dealFields),
  name: text(draft.name),
  contacts,
})

export const dealEditing: Editing<Deal> = {
  draftOf: dealDraft,
  send: (deal, draft, fields) => {
    const body: EditDealInput = { ...dealInput(draft, fields), version: deal.version }
    return api.patch<Deal>(`/deals/${deal.id}`, { body })
  },
}

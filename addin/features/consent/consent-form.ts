import type { Consent, ConsentEntry, RecordConsentInput } from '../../../server/consent/schema.ts'

type Status = Consent['status']
type Basis = NonNullable<Consent['gdprBasis']>
type Event = NonNullable<ConsentEntry['event']>

/** What is typed into "Record consent". Instants as `datetime-local` and `date` inputs write them. */
export interface ConsentForm {
  purpose: ConsentEntry['purpose']
  status: Status
  type: 'explicit' | 'implied'
  gdprBasis: Basis | ''
  event: Event
  eventAt: string
  effectiveAt: string
  source: string
  text: string
  url: string
  spoken: boolean
  note: string
  objection: boolean
}

export const emptyConsent: ConsentForm = {
  purpose: 'marketing',
  status: 'opted_in',
  type: 'explicit',
  gdprBasis: '',
  event: 'purchase',
  eventAt: '',
  effectiveAt: '',
  source: '',
  text: '',
  url: '',
  spoken: false,
  note: '',
  objection: false,
}

/** Lifting an opt-out takes an explicit yes, so nothing else is offered then (CO-08). */
export const isLifting = (form: ConsentForm, consent: Consent): boolean =>
  form.purpose === 'marketing' && form.status === 'opted_in' && consent.status === 'opted_out'

export const isImplied = (form: ConsentForm, consent: Consent): boolean =>
  form.status === 'opted_in' && form.purpose === 'marketing' && form.type === 'implied' && !isLifting(form, consent)

export type Complaint = 'needEvidence' | 'needNote' | 'needEvent' | 'future'
type Complaints = Partial<Record<'text' | 'note' | 'eventAt' | 'effectiveAt', Complaint>>

/** What is missing, by field. The server judges again. */
export function complaintsOf(form: ConsentForm, consent: Consent, now = Date.now()): Complaints {
  const blank = (text: string) => text.trim() === ''
  const found: Complaints = {}
  if (form.status === 'opted_in' && !isImplied(form, consent) && [form.text, form.url, form.note].every(blank)) {
    found.text = 'needEvidence'
  }
  if (form.spoken && blank(form.note)) found.note = 'needNote'
  if (isImplied(form, consent) && !form.eventAt) found.eventAt = 'needEvent'
  if (form.eventAt && new Date(form.eventAt).getTime() > now) found.eventAt = 'future'
  if (form.effectiveAt && new Date(form.effectiveAt).getTime() > now) found.effectiveAt = 'future'
  return found
}

/** The form as the API takes it. */
export function toEntry(form: ConsentForm, consent: Consent, drawnFor?: string | null): RecordConsentInput {
  const implied = isImplied(form, consent)
  const evidence = {
    ...filled({ text: form.text, url: form.url, note: form.note }),
    ...(form.spoken ? { spoken: true } : {}),
  }
  return {
    purpose: form.purpose,
    status: form.status,
    ...(form.status === 'opted_in' ? { type: implied ? 'implied' : 'explicit' } : {}),
    ...(form.gdprBasis ? { gdprBasis: form.gdprBasis } : {}),
    ...(implied ? { event: form.event, eventAt: new Date(`${form.eventAt}T00:00`).toISOString() } : {}),
    ...(form.effectiveAt ? { effectiveAt: new Date(form.effectiveAt).toISOString() } : {}),
    ...filled({ source: form.source }),
    ...(form.status === 'opted_out' && form.objection ? { objection: true } : {}),
    ...(Object.keys(evidence).length > 0 ? { evidence } : {}),
    ...(drawnFor ? { drawnFor } : {}),
  }
}

const filled = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([name, text]) => [name, text.trim()])
      .filter(([, text]) => text),
  )

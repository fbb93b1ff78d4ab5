import type { NewEntry } from '../consent/ledger.ts'
import type { KnownContact } from './known-contact.ts'
import type { PublishedForm } from './open-form.ts'
import type { FormValues } from './read-values.ts'
import type { FormDefinition } from './schema.ts'
import type { Visitor } from './visitor.ts'

/** Where courts take nothing less than a confirmed address for proof (JURISDICTIONS, section 3: Germany). */
const CONFIRMED_PROOF = new Set(['DE'])

/**
 * Whether what a visitor agreed to counts only once they confirm it by mail: always where the form or an earlier opt-out
 * asks for it (CO-07), else where the law of the country does. A country nobody knows is taken for the strictest (CR-07).
 */
export function mustConfirm(
  definition: FormDefinition,
  values: FormValues,
  known: Omit<KnownContact, 'id'> | null,
): boolean {
  if (!(values.consent || values.tracking) || !definition.confirmation.mailboxId) return false
  if (known?.optedOut || definition.doubleOptIn === 'always') return true
  if (definition.doubleOptIn === 'never') return false
  const country = values.contact.country ?? known?.lawCountry ?? null
  return country === null || CONFIRMED_PROOF.has(country)
}

interface Agreed {
  contactId: string
  form: PublishedForm
  values: FormValues
  visitor: Visitor
  /** When it was sent, and confirmed. */
  at: Date
  confirmed?: { at: Date; visitor: Visitor }
}

/** What a visitor agreed to, with its evidence (CO-02): the wording and its version, the page, the network, the agent. */
export function grantedEntries({ contactId, form, values, visitor, at, confirmed }: Agreed): NewEntry[] {
  const { consent, tracking } = form.definition
  const entry = (purpose: 'marketing' | 'tracking', wording: string): NewEntry => ({
    contactId,
    purpose,
    status: 'opted_in',
    type: 'explicit',
    gdprBasis: 'consent',
    effectiveAt: confirmed?.at ?? at,
    source: sourceOf(form),
    evidence: {
      ...shown(form, wording, visitor),
      ...(visitor.network ? { ip: visitor.network } : {}),
      ...(visitor.agent ? { agent: visitor.agent } : {}),
      submittedAt: at.toISOString(),
      ...(confirmed
        ? {
            confirmedAt: confirmed.at.toISOString(),
            ...(confirmed.visitor.network ? { confirmedIp: confirmed.visitor.network } : {}),
            ...(confirmed.visitor.agent ? { confirmedAgent: confirmed.visitor.agent } : {}),
          }
        : {}),
    },
  })
  return [
    ...(values.consent && consent ? [entry('marketing', consent.wording)] : []),
    ...(values.tracking && tracking ? [entry('tracking', tracking.wording)] : []),
  ]
}

/** Asked, and not confirmed yet: nothing of the visitor stands in it, since it may have been somebody else (CO-03). */
export const askedEntries = ({ contactId, form, values, visitor, at }: Agreed): NewEntry[] =>
  values.consent && form.definition.consent
    ? [
        {
          contactId,
          status: 'pending',
          effectiveAt: at,
          source: sourceOf(form),
          evidence: shown(form, form.definition.consent.wording, visitor),
        },
      ]
    : []

/** Nobody confirmed in time. What was agreed to otherwise stays. */
export const lapsedEntry = (contactId: string, form: Pick<PublishedForm, 'name'>, at: Date): NewEntry => ({
  contactId,
  status: 'unknown',
  effectiveAt: at,
  source: `${sourceOf(form)}, not confirmed in time`,
})

export const sourceOf = ({ name }: Pick<PublishedForm, 'name'>): string => `Form: ${name}`

const shown = (form: PublishedForm, wording: string, visitor: Visitor) => ({
  form: form.name,
  textVersion: String(form.version),
  text: wording,
  ...(visitor.pageUrl ? { url: visitor.pageUrl } : {}),
})

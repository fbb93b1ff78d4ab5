import { plainHeader } from './headers.ts'

/** Values of the built-in lists as people and other programs write them, beside their own names. */
const words = {
  role: {
    decision_maker:
      'decision maker, decisionmaker, Entscheider, Entscheidungsträger, décideur, decisor, responsable de la decisión',
    influencer: 'influencer, Beeinflusser, Einflussnehmer, influenceur, influenciador',
    champion: 'champion, Fürsprecher, promoteur, promotor',
    blocker: 'blocker, Blockierer, Gegner, bloqueur, bloqueador',
    end_user: 'end user, enduser, user, Anwender, Endanwender, Benutzer, utilisateur, usuario, usuario final',
    other: 'other, Andere, Sonstige, autre, otro',
  },
  status: {
    active: 'active, aktiv, actif, activo, enabled',
    inactive: 'inactive, inaktiv, inactif, inactivo, archived, disabled',
    unsubscribed: 'unsubscribed, opted out, abgemeldet, désabonné, désinscrit, dado de baja',
    bounced: 'bounced, cleaned, hard bounce, unzustellbar',
  },
  'consent.status': {
    opted_in: `opted in, opt in, optin, subscribed, confirmed, granted, yes, true, 1, given, accepted, angemeldet, eingewilligt, ja,
      abonné, consenti, oui, suscrito, sí, t, wahr, vrai, verdadero`,
    opted_out: `opted out, opt out, optout, unsubscribed, refused, revoked, withdrawn, declined, no, false, abgemeldet,
      widerrufen, nein, désabonné, refusé, désinscrit, non, dado de baja, rechazado, archived, 0, f, falsch, faux, falso`,
    pending: 'pending, unconfirmed, waiting, requested, ausstehend, en attente, pendiente',
    unknown:
      'unknown, none, not set, no consent, noconsent, unbekannt, inconnu, desconocido, non subscribed, nonsubscribed, never subscribed',
  },
  'consent.type': {
    explicit: 'explicit, express, ausdrücklich, explicite, explícito',
    implied: 'implied, implicit, stillschweigend, implicite, implícito',
    imported: 'imported, importiert, importé, importado',
  },
  'consent.basis': {
    consent: `consent, freely given consent, freely given consent from contact, Einwilligung, consentement, consentimiento`,
    legitimate_interest: `legitimate interest, legitimate interest prospect lead, legitimate interest existing customer,
      legitimate interest other, berechtigtes Interesse, intérêt légitime, interés legítimo`,
    contract: 'contract, performance of a contract, Vertrag, contrat, contrato',
  },
} as const

export type WordList = keyof typeof words

const lists = new Map<string, Map<string, string>>(
  Object.entries(words).map(([list, values]) => [
    list,
    new Map(
      Object.entries(values).flatMap(([value, names]) =>
        [value, ...(names as string).split(',')].map((name) => [plainHeader(name), value] as const),
      ),
    ),
  ]),
)

/** The value of a built-in list that a text means, or null. */
export const wordFrom = (list: WordList, text: string): string | null => lists.get(list)?.get(plainHeader(text)) ?? null

const marks = new Map<string, boolean>()
for (const word of `yes, y, true, t, 1, x, on, ja, wahr, oui, vrai, si, verdadero, opted out, opt out, unsubscribed, abgemeldet, désabonné,
  désinscrit, dado de baja`.split(','))
  marks.set(plainHeader(word), true)
for (const word of 'no, n, false, f, 0, off, nein, falsch, non, faux, falso, nee, opted in, opt in, subscribed'.split(
  ',',
))
  marks.set(plainHeader(word), false)

/** Whether a mark in a column of marks is set; null for what says neither. */
export const markOf = (text: string): boolean | null => marks.get(plainHeader(text)) ?? null

import type { TFunction } from 'i18next'
import type { Consent } from '../../../server/consent/schema.ts'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { ActivityType } from '../../../server/timeline/schema.ts'
import type { User } from '../../../server/users/schema.ts'
import { countryName } from '../../ui/format.ts'
import { t } from '../../ui/i18n.ts'
import { countryChoices } from '../editing/countries.ts'
import { fieldInfo } from './fields.ts'

/** What filters name by id. A list that is missing has not arrived yet. */
export interface Lookups {
  customFields?: CustomField[] | undefined
  tags?: { id: string; name: string }[] | undefined
  segments?: { id: string; name: string }[] | undefined
  dealStages?: { id: string; name: string }[] | undefined
  users?: Pick<User, 'id' | 'name' | 'active'>[] | undefined
  laws?: string[] | undefined
  /** Only those that were asked for; null: there is none of this id. */
  companies: ReadonlyMap<string, string | null>
  me?: string | undefined
  /** One of the lists could not be loaded. */
  failed?: boolean
}

/** Everything it takes to say a filter in words. */
export interface Words {
  say: TFunction<'filter'>
  /** With the deleted ones; undefined until they are known. */
  customFields: CustomField[] | undefined
  /** The name of a value: undefined while it is unknown, null when it does not exist (any more). */
  nameOf(field: string, value: string): string | null | undefined
  /** What to call a value that does not exist (any more). */
  goneName(field: string, value: string): string
  activityName(type: ActivityType): string
}

type Choices = Record<string, Record<string, string>>

/** The fixed choices of the record's fields, in words. The compiler keeps them whole. */
function choiceNames(say: TFunction<'filter'>): Choices {
  const status = (value: Contact['status']) => t(`status.${value}`)
  const role = (value: NonNullable<Contact['role']>) => t(`role.${value}`)
  const consentStatus = {
    opted_in: say('choice.consentStatus.opted_in'),
    opted_out: say('choice.consentStatus.opted_out'),
    pending: say('choice.consentStatus.pending'),
    unknown: say('choice.consentStatus.unknown'),
  } satisfies Record<Consent['status'], string>
  return {
    status: {
      active: status('active'),
      inactive: status('inactive'),
      unsubscribed: status('unsubscribed'),
      bounced: status('bounced'),
    } satisfies Record<Contact['status'], string>,
    role: {
      decision_maker: role('decision_maker'),
      influencer: role('influencer'),
      champion: role('champion'),
      blocker: role('blocker'),
      end_user: role('end_user'),
      other: role('other'),
    } satisfies Record<NonNullable<Contact['role']>, string>,
    consentStatus,
    consentType: {
      explicit: say('choice.consentType.explicit'),
      implied: say('choice.consentType.implied'),
      imported: say('choice.consentType.imported'),
    } satisfies Record<NonNullable<Consent['type']>, string>,
    gdprBasis: {
      consent: say('choice.gdprBasis.consent'),
      legitimate_interest: say('choice.gdprBasis.legitimate_interest'),
      contract: say('choice.gdprBasis.contract'),
    } satisfies Record<NonNullable<Consent['gdprBasis']>, string>,
    trackingConsent: {
      granted: say('choice.trackingConsent.granted'),
      refused: say('choice.trackingConsent.refused'),
    } satisfies Record<NonNullable<Consent['tracking']>, string>,
  }
}

export interface Choice {
  value: string
  label: string
}

/** What can be chosen for a field, where that is a list we hold; undefined while it loads. Companies are searched instead. */
export function choicesOf(field: string, lookups: Lookups, say: TFunction<'filter'>): Choice[] | undefined {
  const fixed = choiceNames(say)[field]
  if (fixed) return Object.entries(fixed).map(([value, label]) => ({ value, label }))
  const named = (list: { id: string; name: string }[] | undefined) =>
    list?.map(({ id, name }) => ({ value: id, label: name }))
  if (field === 'tags') return named(lookups.tags)
  if (field === 'segments') return named(lookups.segments)
  if (field === 'dealStage') return named(lookups.dealStages)
  if (field === 'owner') return people(lookups, say)
  if (field === 'jurisdiction') return lookups.laws?.map((law) => ({ value: law, label: law }))
  if (field === 'country') return countryChoices().map(({ id, name }) => ({ value: id, label: name }))
  const custom = fieldInfo(field, lookups.customFields ?? [])?.custom
  if (custom?.type === 'user') return people(lookups, say)
  return custom?.choices.filter(({ archived }) => !archived).map(({ id, label }) => ({ value: id, label }))
}

/** I come first, then those who are here, then those who have left: their contacts must be found as well. */
function people({ users, me }: Lookups, say: TFunction<'filter'>): Choice[] | undefined {
  const rank = (user: { id: string; active: boolean }) => (user.id === me ? 0 : user.active ? 1 : 2)
  return users
    ?.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .map((user) => ({ value: user.id, label: personName(user, me, say) }))
}

function personName(user: { id: string; name: string; active: boolean }, me: string | undefined, say: Words['say']) {
  if (user.id === me) return say('me', { name: user.name })
  return user.active ? user.name : say('left', { name: user.name })
}

/** The words for filters from what is known so far. */
export function makeWords(lookups: Lookups, say: TFunction<'filter'>): Words {
  const fixed = choiceNames(say)
  const customOf = (field: string) => fieldInfo(field, lookups.customFields ?? [])?.custom
  const found = <T>(list: T[] | undefined, match: (entry: T) => boolean, name: (entry: T) => string) => {
    if (!list) return undefined
    const entry = list.find(match)
    return entry ? name(entry) : null
  }
  const user = (id: string) =>
    found(
      lookups.users,
      (one) => one.id === id,
      (one) => personName(one, lookups.me, say),
    )
  const nameOf = (field: string, value: string): string | null | undefined => {
    if (fixed[field]) return fixed[field][value] ?? null
    if (field === 'tags') {
      return found(lookups.tags, (tag) => tag.id === value || tag.name.toLowerCase() === value.toLowerCase(), nameIn)
    }
    if (field === 'segments') return found(lookups.segments, ({ id }) => id === value, nameIn)
    if (field === 'dealStage') return found(lookups.dealStages, ({ id }) => id === value, nameIn)
    if (field === 'owner') return user(value)
    if (field === 'company') return lookups.companies.get(value)
    if (field === 'country') return countryName(value.toUpperCase())
    if (field === 'jurisdiction') return found(lookups.laws, (law) => law === value, String)
    const custom = customOf(field)
    return custom?.type === 'user'
      ? user(value)
      : found(
          custom?.choices,
          ({ id }) => id === value,
          ({ label }) => label,
        )
  }
  return {
    say,
    customFields: lookups.customFields,
    nameOf,
    goneName: (field, value) => {
      const custom = customOf(field)
      if (field === 'owner' || custom?.type === 'user') return say('gone.user')
      if (field === 'segments' || field === 'company' || field === 'dealStage') return say(`gone.${field}`)
      // A tag may be written by its name, which then is what it was called.
      if (field === 'tags' && isId(value)) return say('gone.tags')
      return say('gone.value', { value: custom?.choices.find(({ id }) => id === value)?.label ?? value })
    },
    activityName: (type) => t(`activity.${type}`),
  }
}

const nameIn = ({ name }: { name: string }): string => name
const isId = (value: string): boolean => /^[0-9a-f]{8}-/i.test(value)

import type { CustomField, CustomFieldType } from '../../../server/custom-fields/schema.ts'
import type {
  builtInChoices,
  columnPolicies,
  dateOrders,
  decimalMarks,
  delimiters,
  encodings,
  ImportTarget,
  importTargets,
  matchPolicies,
  quotes,
  rowOutcomes,
} from '../../../server/import/schema.ts'

// Types alone come from the server's file: its values would bring the whole of zod into the page. The compiler holds every
// list to the server's.

export const encodingList: typeof encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
]
export const delimiterList: typeof delimiters = [',', ';', '\t', '|']
export const quoteList: typeof quotes = ['"', "'", '']
export const dateOrderList: typeof dateOrders = ['ymd', 'dmy', 'mdy']
export const decimalMarkList: typeof decimalMarks = ['.', ',']
export const policyList: typeof columnPolicies = ['overwrite', 'fill', 'never']
export const matchList: typeof matchPolicies = ['skip', 'fill', 'overwrite', 'create']
export const outcomeList: typeof rowOutcomes = ['created', 'updated', 'unchanged', 'skipped', 'refused']

export const choicesOfBuiltIn: typeof builtInChoices = {
  role: ['decision_maker', 'influencer', 'champion', 'blocker', 'end_user', 'other'],
  status: ['active', 'inactive', 'unsubscribed', 'bounced'],
  'consent.status': ['opted_in', 'opted_out', 'pending', 'unknown'],
  'consent.type': ['explicit', 'implied', 'imported'],
  'consent.basis': ['consent', 'legitimate_interest', 'contract'],
}
export type BuiltInChoice = keyof typeof builtInChoices

export type DateOrder = (typeof dateOrders)[number]
export type MatchPolicy = (typeof matchPolicies)[number]
export type BuiltInTarget = (typeof importTargets)[number]

/** The headings under which the picker lists where a column can go. */
export const targetGroups = ['person', 'work', 'consent', 'custom', 'other'] as const
export type TargetGroup = (typeof targetGroups)[number]

/** What the values of a target are: it tells what else can be said about a column that goes there. */
export type TargetKind = 'text' | 'date' | 'number' | 'choice' | 'list' | 'none'

const catalogue: { [T in BuiltInTarget]: readonly [TargetGroup, TargetKind] } = {
  fullName: ['person', 'text'],
  firstName: ['person', 'text'],
  lastName: ['person', 'text'],
  email: ['person', 'text'],
  aliases: ['person', 'list'],
  phone: ['person', 'text'],
  mobile: ['person', 'text'],
  linkedin: ['person', 'text'],
  twitter: ['person', 'text'],
  country: ['person', 'text'],
  company: ['work', 'text'],
  jobTitle: ['work', 'text'],
  department: ['work', 'text'],
  role: ['work', 'choice'],
  status: ['work', 'choice'],
  owner: ['work', 'text'],
  source: ['work', 'text'],
  tags: ['work', 'list'],
  createdAt: ['work', 'date'],
  bouncedAt: ['work', 'text'],
  'consent.status': ['consent', 'choice'],
  'consent.type': ['consent', 'choice'],
  'consent.date': ['consent', 'date'],
  'consent.source': ['consent', 'text'],
  'consent.basis': ['consent', 'choice'],
  'consent.optedOut': ['consent', 'text'],
  'consent.optedOutAt': ['consent', 'date'],
  'consent.confirmedAt': ['consent', 'date'],
  'consent.ip': ['consent', 'text'],
  'consent.evidence': ['consent', 'text'],
  note: ['other', 'none'],
  ignore: ['other', 'none'],
  new: ['other', 'text'],
  id: ['other', 'none'],
  deleted: ['other', 'none'],
}

const builtInTargets = Object.keys(catalogue) as BuiltInTarget[]
/** Several columns may go there; anywhere else a second one is worth a word. */
const shared: readonly string[] = ['ignore', 'note', 'new', 'aliases', 'tags', 'phone', 'mobile', 'consent.evidence']

export const isBuiltIn = (target: string): target is BuiltInTarget => Object.hasOwn(catalogue, target)
export const isShared = (target: string): boolean => shared.includes(target)
export const customKey = (target: string): string | undefined =>
  target.startsWith('custom.') ? target.slice('custom.'.length) : undefined

const customKinds: Record<CustomFieldType, TargetKind> = {
  text: 'text',
  long_text: 'text',
  url: 'text',
  email: 'text',
  phone: 'text',
  user: 'text',
  yes_no: 'text',
  number: 'number',
  date: 'date',
  single_choice: 'choice',
  multi_choice: 'list',
}

/** The kinds of custom field that can be made of a column. Choices and colleagues are set up in the settings. */
export const newFieldTypes = [
  'text',
  'long_text',
  'number',
  'date',
  'yes_no',
  'single_choice',
  'multi_choice',
  'url',
  'email',
  'phone',
] as const satisfies CustomFieldType[]

/** @param field the field to be made, with the target `new` */
export function targetKind(
  target: string,
  fields: readonly CustomField[],
  field?: { type: CustomFieldType } | undefined,
): TargetKind {
  if (target === 'new') return field ? customKinds[field.type] : 'text'
  if (isBuiltIn(target)) return catalogue[target][1]
  const custom = fields.find(({ key }) => key === customKey(target))
  return custom ? customKinds[custom.type] : 'text'
}

/** Where a column can go, in the order of the picker. */
export function targetsByGroup(
  fields: readonly CustomField[],
  mayMakeFields: boolean,
): { group: TargetGroup; targets: ImportTarget[] }[] {
  const offered = builtInTargets.filter((target) => target !== 'new' || mayMakeFields)
  const custom = fields.filter(({ archivedAt }) => archivedAt === null).map(({ key }): ImportTarget => `custom.${key}`)
  return targetGroups
    .map((group) => ({
      group,
      targets: group === 'custom' ? custom : offered.filter((target) => catalogue[target][0] === group),
    }))
    .filter(({ targets }) => targets.length > 0)
}

import {
  ArrowImportRegular,
  BuildingRegular,
  ClipboardTextEditRegular,
  type FluentIcon,
  HandshakeRegular,
  MergeRegular,
  PeopleRegular,
  PeopleSearchRegular,
  SettingsRegular,
} from '@fluentui/react-icons'

/** The pages of the left navigation, in its order; the palette jumps to the same. */
export const pages = [
  { name: 'contacts', icon: PeopleRegular },
  { name: 'companies', icon: BuildingRegular },
  { name: 'deals', icon: HandshakeRegular },
  { name: 'segments', icon: PeopleSearchRegular },
  { name: 'forms', icon: ClipboardTextEditRegular },
  { name: 'duplicates', icon: MergeRegular },
  { name: 'import', icon: ArrowImportRegular },
  { name: 'settings', icon: SettingsRegular },
] as const satisfies { name: string; icon: FluentIcon }[]

export type PageName = (typeof pages)[number]['name']

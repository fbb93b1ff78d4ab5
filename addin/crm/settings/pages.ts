import {
  BoxArrowUpRegular,
  ClipboardTaskListLtrRegular,
  type FluentIcon,
  GaugeRegular,
  PeopleRegular,
  ShieldCheckmarkRegular,
  TagMultipleRegular,
  TextBulletListSquareEditRegular,
} from '@fluentui/react-icons'
import { type ComponentType, lazy } from 'react'

interface SettingsPart {
  name: 'fields' | 'scoring' | 'tags' | 'consent' | 'users' | 'audit' | 'data'
  /** Its last part of the address: `/settings/custom-fields`. */
  path: string
  icon: FluentIcon
  Page: ComponentType
}

/** The pages of Settings in their order. */
export const parts: readonly SettingsPart[] = [
  {
    name: 'fields',
    path: 'custom-fields',
    icon: TextBulletListSquareEditRegular,
    Page: lazy(() => import('./fields/FieldsPage.tsx')),
  },
  { name: 'scoring', path: 'scoring', icon: GaugeRegular, Page: lazy(() => import('./scoring/ScoringPage.tsx')) },
  { name: 'tags', path: 'tags', icon: TagMultipleRegular, Page: lazy(() => import('./tags/TagsPage.tsx')) },
  {
    name: 'consent',
    path: 'consent-rules',
    icon: ShieldCheckmarkRegular,
    Page: lazy(() => import('./consent/ConsentRulesPage.tsx')),
  },
  { name: 'users', path: 'users', icon: PeopleRegular, Page: lazy(() => import('./users/UsersPage.tsx')) },
  {
    name: 'audit',
    path: 'audit',
    icon: ClipboardTaskListLtrRegular,
    Page: lazy(() => import('./audit/AuditPage.tsx')),
  },
  { name: 'data', path: 'your-data', icon: BoxArrowUpRegular, Page: lazy(() => import('./data/DataPage.tsx')) },
]

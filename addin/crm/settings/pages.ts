import {
  BoxArrowUpRegular,
  CallRegular,
  ClipboardTaskListLtrRegular,
  DocumentTextRegular,
  EyeTrackingRegular,
  type FluentIcon,
  GaugeRegular,
  HandshakeRegular,
  MergeRegular,
  PeopleRegular,
  ShieldCheckmarkRegular,
  TagMultipleRegular,
  TextBulletListSquareEditRegular,
} from '@fluentui/react-icons'
import { type ComponentType, lazy } from 'react'

interface SettingsPart {
  name:
    | 'fields'
    | 'scoring'
    | 'stages'
    | 'tags'
    | 'merging'
    | 'templates'
    | 'consent'
    | 'tracking'
    | 'users'
    | 'audit'
    | 'data'
    | 'calls'
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
  { name: 'stages', path: 'stages', icon: HandshakeRegular, Page: lazy(() => import('./stages/StagesPage.tsx')) },
  {
    name: 'templates',
    path: 'templates',
    icon: DocumentTextRegular,
    Page: lazy(() => import('./templates/TemplatesPage.tsx')),
  },
  { name: 'tags', path: 'tags', icon: TagMultipleRegular, Page: lazy(() => import('./tags/TagsPage.tsx')) },
  { name: 'merging', path: 'merging', icon: MergeRegular, Page: lazy(() => import('./merging/MergingPage.tsx')) },
  {
    name: 'consent',
    path: 'consent-rules',
    icon: ShieldCheckmarkRegular,
    Page: lazy(() => import('./consent/ConsentRulesPage.tsx')),
  },
  {
    name: 'tracking',
    path: 'tracking',
    icon: EyeTrackingRegular,
    Page: lazy(() => import('./tracking/TrackingPage.tsx')),
  },
  { name: 'calls', path: 'calls', icon: CallRegular, Page: lazy(() => import('./calls/CallsPage.tsx')) },
  { name: 'users', path: 'users', icon: PeopleRegular, Page: lazy(() => import('./users/UsersPage.tsx')) },
  {
    name: 'audit',
    path: 'audit',
    icon: ClipboardTaskListLtrRegular,
    Page: lazy(() => import('./audit/AuditPage.tsx')),
  },
  { name: 'data', path: 'your-data', icon: BoxArrowUpRegular, Page: lazy(() => import('./data/DataPage.tsx')) },
]

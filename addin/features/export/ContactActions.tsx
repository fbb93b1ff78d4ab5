import './texts.ts'
import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MessageBar,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components'
import {
  ArrowDownloadRegular,
  BuildingRegular,
  LinkRegular,
  MailEditRegular,
  MergeRegular,
  MoreHorizontalRegular,
  OpenRegular,
} from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { Role } from '../../../server/users/schema.ts'
import { meQuery } from '../../api/session.ts'
import { openInBrowser } from '../../outlook/browser-window.ts'
import { writeClipboard } from '../../ui/parts/clipboard.ts'
import { describeError } from '../../ui/problem-text.ts'
import { mayMerge } from '../duplicates/rights.ts'
import { lastMergeQuery } from '../merge/last-merge.ts'
import { mayExport, maySeeOthers, useExport } from './export-contact.ts'

const MergeDrawer = lazy(() => import('../merge/MergeDrawer.tsx'))
const WriteMail = lazy(() => import('../writing/WriteMail.tsx'))

const useStyles = makeStyles({
  actions: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'end', gap: '4px' },
  bar: { width: '100%' },
})

interface Props {
  contact: Contact
  /** The pane opens the page in a browser; the page is there already. */
  place: 'pane' | 'page'
  /** Opens a page of the CRM beside this one. */
  onNavigate?: (path: string) => void
  /** Shows the contact that is left after a merge. */
  onOpen: (contactId: string) => void
  /** Throws when Outlook shows another message by now. */
  guard?: () => void
}

/** What can be done with a contact as a whole. */
export default function ContactActions({ contact, place, onNavigate, onOpen, guard }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('actions')
  const { data: me } = useQuery(meQuery)
  const exporting = useExport(contact.id)
  const [copied, setCopied] = useState(false)
  const queries = useQueryClient()
  const [merging, setMerging] = useState(false)
  const [writing, setWriting] = useState(false)
  const roles = me?.roles ?? []
  const { company } = contact
  const copy = async () => setCopied(await writeClipboard(pageOf(contact)))
  return (
    <div className={styles.actions}>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton
            size="small"
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            aria-label={t('label')}
            title={t('label')}
            menuIcon={null}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {mayWrite(roles) && contact.email && (
              <MenuItem icon={<MailEditRegular />} onClick={() => setWriting(true)}>
                {t('write')}
              </MenuItem>
            )}
            {place === 'pane' && (
              <MenuItem icon={<OpenRegular />} onClick={() => openInBrowser(pageOf(contact))}>
                {t('openInCrm')}
              </MenuItem>
            )}
            {place === 'page' && company && (
              <MenuItem icon={<BuildingRegular />} onClick={() => onNavigate?.(`/companies/${company.id}`)}>
                {t('openCompany')}
              </MenuItem>
            )}
            <MenuItem icon={<LinkRegular />} onClick={copy}>
              {t('copyLink')}
            </MenuItem>
            {mayMerge(roles) && (
              <MenuItem icon={<MergeRegular />} onClick={() => setMerging(true)}>
                {t('merge')}
              </MenuItem>
            )}
            {mayExport(roles) && (
              <MenuItem icon={<ArrowDownloadRegular />} onClick={() => exporting.mutate('masked')}>
                {t('export')}
              </MenuItem>
            )}
            {maySeeOthers(roles) && (
              <MenuItem icon={<ArrowDownloadRegular />} onClick={() => exporting.mutate('shown')}>
                {t('exportAll')}
              </MenuItem>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      {writing && (
        <Suspense fallback={null}>
          <WriteMail contact={contact} guard={guard} onClose={() => setWriting(false)} />
        </Suspense>
      )}
      {merging && (
        <Suspense fallback={null}>
          <MergeDrawer
            contact={contact}
            linked={place === 'page'}
            guard={guard}
            onMerged={(result) => {
              setMerging(false)
              queries.setQueryData(lastMergeQuery(result.contact.id).queryKey, result)
              onOpen(result.contact.id)
            }}
            onClose={() => setMerging(false)}
          />
        </Suspense>
      )}
      {exporting.isPending && <Said>{t('exporting')}</Said>}
      {exporting.isSuccess && <Said>{t('exported', { name: exporting.data })}</Said>}
      {exporting.error && <Said bad>{describeError(exporting.error)}</Said>}
      {copied && <Said>{t('copied')}</Said>}
    </div>
  )
}

function Said({ children, bad }: { children: string; bad?: boolean }) {
  const styles = useStyles()
  return (
    <MessageBar className={styles.bar} intent={bad ? 'error' : 'info'} layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  )
}

const mayWrite = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'DataProtection')

/** The contact's page; the same server shows it. */
const pageOf = ({ id }: Contact) => `${window.location.origin}/#/contacts/${id}`

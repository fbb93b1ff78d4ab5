import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MessageBar,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components'
import { BookmarkRegular, DeleteRegular, EditRegular, SaveRegular, WarningRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../../../server/views/schema.ts'
import { describeError } from '../../ui/problem-text.ts'
import { emptyState, fromView, isChanged, type ListState, toViewQuery } from './list-state.ts'
import { DeleteViewDialog, ViewNameDialog } from './ViewDialogs.tsx'
import { useViewWrites, viewsQuery } from './views-query.ts'

const useStyles = makeStyles({ button: { maxWidth: '260px', minWidth: 0 }, list: { maxHeight: '70vh' } })

interface Props {
  state: ListState
  change: (part: Partial<ListState>) => void
}

/** The saved views: the present one stands on the button. */
export function ViewsMenu({ state, change }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const views = useQuery(viewsQuery)
  const writes = useViewWrites()
  const [dialog, setDialog] = useState<'new' | 'name' | 'delete'>()
  const items = views.data?.items ?? []
  const present = items.find(({ id }) => id === state.view)
  const changed = present !== undefined && isChanged(state, present.query)
  const label = !present ? t('views.all') : changed ? t('views.changed', { name: present.name }) : present.name
  const open = (view: SavedView) => change(fromView(view))
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton
            className={styles.button}
            icon={<BookmarkRegular />}
            aria-label={t('views.label', { name: label })}
          >
            {label}
          </MenuButton>
        </MenuTrigger>
        <MenuPopover>
          <MenuList className={styles.list}>
            <MenuItem onClick={() => change(emptyState)}>{t('views.all')}</MenuItem>
            <Group title={t('views.mine')} views={items.filter(({ mine }) => mine)} onOpen={open} />
            <Group title={t('views.shared')} views={items.filter(({ mine }) => !mine)} onOpen={open} />
            <MenuDivider />
            {present?.mine && changed && (
              <MenuItem
                icon={<SaveRegular />}
                onClick={() => writes.edit.mutate({ view: present, query: toViewQuery(state) })}
              >
                {t('views.saveChanges')}
              </MenuItem>
            )}
            <MenuItem icon={<SaveRegular />} onClick={() => setDialog('new')}>
              {t('views.saveAs')}
            </MenuItem>
            {present?.mine && (
              <>
                <MenuItem icon={<EditRegular />} onClick={() => setDialog('name')}>
                  {t('views.edit')}
                </MenuItem>
                <MenuItem icon={<DeleteRegular />} onClick={() => setDialog('delete')}>
                  {t('views.remove')}
                </MenuItem>
              </>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      {(writes.edit.error || present?.broken) && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {writes.edit.error ? describeError(writes.edit.error) : t('views.brokenTitle', { reason: present?.broken })}
          </MessageBarBody>
        </MessageBar>
      )}
      {dialog === 'new' && (
        <ViewNameDialog
          title={t('views.saveAs')}
          save={(name) => writes.create.mutateAsync({ ...name, query: toViewQuery(state) })}
          onSaved={(view) => change({ view: view.id })}
          onClose={close}
        />
      )}
      {dialog === 'name' && present && (
        <ViewNameDialog
          title={t('views.edit')}
          view={present}
          save={(name) => writes.edit.mutateAsync({ view: present, ...name })}
          onClose={close}
        />
      )}
      {dialog === 'delete' && present && (
        <DeleteViewDialog
          view={present}
          remove={() => writes.remove.mutateAsync(present.id)}
          onRemoved={() => change({ view: undefined })}
          onClose={close}
        />
      )}
    </>
  )
}

function Group({ title, views, onOpen }: { title: string; views: SavedView[]; onOpen: (view: SavedView) => void }) {
  const { t } = useTranslation('crm')
  if (views.length === 0) return null
  return (
    <MenuGroup>
      <MenuGroupHeader>{title}</MenuGroupHeader>
      {views.map((view) => (
        <MenuItem key={view.id} {...(view.broken ? { icon: <WarningRegular /> } : {})} onClick={() => onOpen(view)}>
          {view.broken
            ? t('views.broken', { name: view.name, reason: view.broken })
            : view.mine
              ? view.name
              : t('views.by', { name: view.name, owner: view.owner.name })}
        </MenuItem>
      ))}
    </MenuGroup>
  )
}

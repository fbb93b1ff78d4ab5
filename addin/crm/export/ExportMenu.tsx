import '../texts/export.ts'
import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import {
  ArrowDownloadRegular,
  ArrowImportRegular,
  DocumentTableRegular,
  MoreHorizontalRegular,
  TableRegular,
} from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Format } from './use-export.ts'

export type OnExport = (format: Format, columns: 'shown' | 'all') => void

const icons = { csv: <DocumentTableRegular />, xlsx: <TableRegular /> }

interface Props {
  onExport: OnExport
  /** Among the small tools of a selection, under a name that says whom it means. */
  ofChosen?: boolean
}

/** The list as a file: as it is shown, or with all that is known. */
export function ExportMenu({ onExport, ofChosen = false }: Props) {
  const { t } = useTranslation('exporting')
  const look = ofChosen ? ({ size: 'small', appearance: 'subtle', 'aria-label': t('chosen') } as const) : ({} as const)
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button {...look} icon={<ArrowDownloadRegular />}>
          {t('open')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <ExportItems onExport={onExport} heading="columns" />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** Import and export in one small button, where there is no room for two. */
export function TransferMenu({ onExport, mayImport }: Pick<Props, 'onExport'> & { mayImport: boolean }) {
  const { t } = useTranslation('exporting')
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<MoreHorizontalRegular />} aria-label={t('more')} title={t('more')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {mayImport && (
            <>
              <MenuItemLink icon={<ArrowImportRegular />} href="#/import">
                {t('importPeople')}
              </MenuItemLink>
              <MenuDivider />
            </>
          )}
          <ExportItems onExport={onExport} heading="exportColumns" />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function ExportItems({ onExport, heading }: Pick<Props, 'onExport'> & { heading: 'columns' | 'exportColumns' }) {
  const { t } = useTranslation('exporting')
  return (['shown', 'all'] as const).map((columns) => (
    <MenuGroup key={columns}>
      <MenuGroupHeader>{t(`${heading}.${columns}`)}</MenuGroupHeader>
      <FormatItems onChoose={(format) => onExport(format, columns)} />
    </MenuGroup>
  ))
}

/** A list that has only one set of columns. */
export function FormatMenu({ onChoose }: { onChoose: (format: Format) => void }) {
  const { t } = useTranslation('exporting')
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />}>{t('open')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <FormatItems onChoose={onChoose} />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function FormatItems({ onChoose }: { onChoose: (format: Format) => void }) {
  const { t } = useTranslation('exporting')
  return (['csv', 'xlsx'] as const).map((format) => (
    <MenuItem key={format} icon={icons[format]} onClick={() => onChoose(format)}>
      {t(format)}
    </MenuItem>
  ))
}

import './texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { ContactSearch, type NamedContact } from '../contact/ContactSearch.tsx'

interface Props {
  /** The contact it stands with now. */
  without: string
  onPick: (contact: NamedContact) => void
  onClose: () => void
}

/** Chooses the contact an entry belongs to. */
export function RefileDialog({ without, onPick, onClose }: Props) {
  const { t } = useTranslation(['entries', 'translation'])
  useReturnFocus()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('refileTitle')}</DialogTitle>
          <DialogContent>
            <p style={{ marginBlockStart: 0 }}>{t('refileText')}</p>
            <ContactSearch label={t('refileSearch')} chosen={[]} single without={without} onPick={onPick} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

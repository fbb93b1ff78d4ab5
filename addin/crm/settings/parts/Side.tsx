import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../../ui/parts/focus.ts'

const useStyles = makeStyles({
  drawer: { width: 'min(640px, 100vw)' },
  form: { display: 'contents' },
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignContent: 'start',
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalS,
  },
  footer: { flexWrap: 'wrap' },
})

interface Props {
  title: string
  onClose: () => void
  onSubmit: () => void
  actions: ReactNode
  children: ReactNode
}

/** A form in a drawer beside the list it belongs to. */
export function Side({ title, onClose, onSubmit, actions, children }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  useReturnFocus()
  return (
    <OverlayDrawer
      open
      position="end"
      className={styles.drawer}
      aria-label={title}
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          // Forms in popovers of this one bubble up to it through React.
          if (event.target !== event.currentTarget) return
          event.preventDefault()
          onSubmit()
        }}
      >
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('common.close')} onClick={onClose} />
            }
          >
            {title}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody className={styles.body}>{children}</DrawerBody>
        <DrawerFooter className={styles.footer}>{actions}</DrawerFooter>
      </form>
    </OverlayDrawer>
  )
}

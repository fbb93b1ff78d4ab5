import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../server/users/schema.ts'
import { signOutHere } from '../../api/sign-in/browser.ts'
import { useHidden } from '../../ui/parts/hidden.ts'
import { chooseTheme, themeChoices, useThemeChoice } from './theme-choice.ts'

const useStyles = makeStyles({
  who: { display: 'grid', padding: tokens.spacingHorizontalS },
  name: { ...typographyStyles.body1Strong },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  button: { minWidth: 0, flexShrink: 0 },
  label: { paddingInlineStart: tokens.spacingHorizontalXS, '@media (max-width: 640px)': { display: 'none' } },
})

/** Who is signed in, how the pages look, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const hidden = useHidden()
  const theme = useThemeChoice()
  return (
    <Menu
      checkedValues={{ theme: [theme] }}
      onCheckedValueChange={(_, { checkedItems }) =>
        chooseTheme(themeChoices.find((one) => one === checkedItems[0]) ?? 'system')
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance="subtle"
          icon={<Avatar name={me.name} size={28} color="colorful" aria-hidden />}
        >
          <span className={hidden}>{t('account.label', { name: me.name })}</span>
          <span className={styles.label} aria-hidden>
            {me.name}
          </span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <span className={styles.name}>{me.name}</span>
          <span className={styles.quiet}>{me.email}</span>
          <span className={styles.quiet}>{me.organisation.name}</span>
        </div>
        <MenuList>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{t('account.theme')}</MenuGroupHeader>
            {themeChoices.map((choice) => (
              <MenuItemRadio key={choice} name="theme" value={choice}>
                {t(`account.${choice}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem icon={<SignOutRegular />} onClick={() => void signOutHere()}>
            {t('account.signOut')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

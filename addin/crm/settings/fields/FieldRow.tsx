import {
  Badge,
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import {
  ArrowDownRegular,
  ArrowSwapRegular,
  ArrowUpRegular,
  DeleteRegular,
  EditRegular,
  MoreHorizontalRegular,
} from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../../server/custom-fields/schema.ts'

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  what: { flex: '1 1 260px', minWidth: 0 },
  name: { ...typographyStyles.body1Strong, margin: 0 },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  key: { fontFamily: tokens.fontFamilyMonospace },
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, paddingBlockStart: '2px' },
  actions: { display: 'flex', flexWrap: 'wrap' },
})

interface Props {
  field: CustomField
  may: boolean
  first: boolean
  last: boolean
  busy: boolean
  onMove: (by: -1 | 1) => void
  onEdit: () => void
  onDelete: () => void
  onConvert: () => void
}

/** One field of the list, with what can be done to it. */
export function FieldRow({ field, may, first, last, busy, onMove, onEdit, onDelete, onConvert }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const flags = (['required', 'unique', 'inPane', 'personalData', 'sensitive'] as const).filter((flag) => field[flag])
  const { label } = field
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>{label}</p>
        <p className={styles.quiet}>
          {t(`fieldType.${field.type}`)} · <span className={styles.key}>{field.key}</span> ·{' '}
          {t('fields.uses', { count: field.uses })}
        </p>
        {flags.length > 0 && (
          <div className={styles.badges}>
            {flags.map((flag) => (
              <Badge key={flag} appearance="outline" color={flag === 'sensitive' ? 'danger' : 'informative'}>
                {t(`fields.flag.${flag}`)}
              </Badge>
            ))}
          </div>
        )}
      </div>
      {may && (
        <div className={styles.actions}>
          <Button
            appearance="subtle"
            icon={<ArrowUpRegular />}
            aria-label={t('fields.up', { label })}
            disabledFocusable={first || busy}
            onClick={() => onMove(-1)}
          />
          <Button
            appearance="subtle"
            icon={<ArrowDownRegular />}
            aria-label={t('fields.down', { label })}
            disabledFocusable={last || busy}
            onClick={() => onMove(1)}
          />
          <Button
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={t('fields.editOne', { label })}
            onClick={onEdit}
          />
          <Menu positioning="below-end">
            <MenuTrigger disableButtonEnhancement>
              <Button
                appearance="subtle"
                icon={<MoreHorizontalRegular />}
                aria-label={t('fields.moreFor', { label })}
              />
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem icon={<ArrowSwapRegular />} onClick={onConvert}>
                  {t('fields.convert')}
                </MenuItem>
                <MenuItem icon={<DeleteRegular />} onClick={onDelete}>
                  {t('fields.delete')}
                </MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
        </div>
      )}
    </li>
  )
}

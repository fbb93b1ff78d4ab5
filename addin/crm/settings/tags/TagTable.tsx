import {
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
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Tag } from '../../../../server/tags/schema.ts'
import { locale } from '../../../ui/i18n.ts'
import type { TagTask } from './TagsPage.tsx'

const useStyles = makeStyles({
  table: { ...typographyStyles.body1, borderCollapse: 'collapse', width: '100%', maxWidth: '720px' },
  head: {
    ...typographyStyles.caption1Strong,
    textAlign: 'start',
    color: tokens.colorNeutralForeground2,
    padding: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  cell: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  number: { textAlign: 'end', width: '90px' },
  actions: { textAlign: 'end', width: '56px' },
  link: { color: tokens.colorBrandForegroundLink },
})

interface Props {
  tags: Tag[]
  manages: boolean
  onTask: (task: TagTask) => void
}

/** The tags with how many contacts carry them. */
export function TagTable({ tags, manages, onTask }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('tags')
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th className={styles.head} scope="col">
            {t('name')}
          </th>
          <th className={`${styles.head} ${styles.number}`} scope="col">
            {t('contacts')}
          </th>
          {manages && (
            <th className={`${styles.head} ${styles.actions}`} scope="col">
              {t('actions')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {tags.map((tag) => (
          <tr key={tag.id}>
            <th className={styles.cell} scope="row">
              {tag.name}
            </th>
            <td className={`${styles.cell} ${styles.number}`}>
              <Link
                className={styles.link}
                to={`/contacts?${new URLSearchParams({ filter: JSON.stringify(carrying(tag)) })}`}
                aria-label={t('show', { count: tag.contacts, name: tag.name })}
              >
                {new Intl.NumberFormat(locale()).format(tag.contacts)}
              </Link>
            </td>
            {manages && (
              <td className={`${styles.cell} ${styles.actions}`}>
                <Actions tag={tag} onTask={onTask} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const carrying = (tag: Tag) => ({ field: 'tags', op: 'any_of', value: [tag.id] })

function Actions({ tag, onTask }: { tag: Tag; onTask: Props['onTask'] }) {
  const { t } = useTranslation('tags')
  return (
    <Menu positioning={{ position: 'below', align: 'end', autoSize: true }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('actionsFor', { name: tag.name })}
          title={t('actionsFor', { name: tag.name })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {(['rename', 'merge', 'delete'] as const).map((kind) => (
            <MenuItem key={kind} onClick={() => onTask({ kind, tag })}>
              {t(kind)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

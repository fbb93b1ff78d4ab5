import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { AttachRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../../server/timeline/schema.ts'
import { fileSize } from '../../ui/format.ts'

const useStyles = makeStyles({
  line: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: '16px 1fr',
    columnGap: tokens.spacingHorizontalXS,
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: '16px', lineHeight: tokens.lineHeightBase200 },
  files: { minWidth: 0, display: 'grid' },
  file: { display: 'flex', minWidth: 0 },
  name: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  whole: { overflowWrap: 'anywhere' },
  rest: { flexShrink: 0, whiteSpace: 'pre' },
  more: { flexShrink: 0, marginInlineStart: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground3 },
})

/** What came with a mail: the first file and how many more, or all with their whole names where the entry is open. */
export function AttachmentLines({ files, open }: { files: Attachment[]; open: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const shown = open ? files : files.slice(0, 1)
  const hidden = files.length - shown.length
  return (
    <span className={styles.line}>
      <AttachRegular className={styles.icon} aria-label={t('timeline.attached')} />
      <span className={styles.files}>
        {shown.map((file, at) => (
          <FileLine
            // biome-ignore lint/suspicious/noArrayIndexKey: two files of a mail may have one name
            key={at}
            file={file}
            open={open}
            more={hidden > 0 ? t('timeline.moreFiles', { count: hidden }) : null}
          />
        ))}
      </span>
    </span>
  )
}

function FileLine({ file, open, more }: { file: Attachment; open: boolean; more: string | null }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const name = file.name ?? t('timeline.namelessFile')
  const size = file.size === null ? '' : `, ${fileSize(file.size)}`
  // A name may hold marks that turn the letters behind it around: they end with the name.
  if (open)
    return (
      <span className={styles.whole}>
        <bdi>{name}</bdi>
        {size}
      </span>
    )
  return (
    <span className={styles.file} title={`\u2068${name}\u2069${size}`}>
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.rest}>{size}</span>
      {more && <span className={styles.more}>{more}</span>}
    </span>
  )
}

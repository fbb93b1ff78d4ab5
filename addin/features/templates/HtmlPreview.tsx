import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  frame: {
    boxSizing: 'border-box',
    width: '100%',
    height: '200px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    // Mail is read on white paper, whatever the theme.
    backgroundColor: '#ffffff',
  },
})

const page = (html: string) =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:12px;background:#fff;color:#242424;font:14px/1.45 "Segoe UI",Arial,sans-serif;overflow-wrap:break-word}img{max-width:100%}</style>${html}`

/** HTML of a mail in a frame in which no script runs and from which nothing opens. */
export function HtmlPreview({ html, title }: { html: string; title: string }) {
  const styles = useStyles()
  return <iframe className={styles.frame} title={title} sandbox="" srcDoc={page(html)} />
}

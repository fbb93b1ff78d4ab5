import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  message: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalXL}`,
    textAlign: 'center',
  },
  compact: { paddingBlock: tokens.spacingVerticalXL },
  icon: { fontSize: '32px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '34ch' },
})

interface Props {
  title: string
  text?: string | undefined
  icon?: ReactNode
  compact?: boolean
  children?: ReactNode
}

/** A screen, or part of one, that has something to say instead of something to show. */
export function Message({ title, text, icon, compact, children }: Props) {
  const styles = useStyles()
  return (
    <section className={`${styles.message} ${compact ? styles.compact : ''}`}>
      {icon && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <h2 className={styles.title}>{title}</h2>
      {text && <p className={styles.text}>{text}</p>}
      {children}
    </section>
  )
}

import { MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../../server/users/schema.ts'
import { locale } from '../../../ui/i18n.ts'

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM, maxWidth: '1100px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  title: { ...typographyStyles.subtitle1, margin: 0, flexGrow: 1 },
  intro: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '80ch' },
})

interface Props {
  title: string
  intro: string
  actions?: ReactNode
  children: ReactNode
}

/** A page of Settings: its name, what it is for, what can be done. */
export function Page({ title, intro, actions, children }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {actions}
      </div>
      <p className={styles.intro}>{intro}</p>
      {children}
    </div>
  )
}

/** Says what the reader may not do here, and who may: change what is shown, see it at all, take it away. */
export function ReadOnly({ who, what = 'shown' }: { who: readonly Role[]; what?: 'shown' | 'hidden' | 'download' }) {
  const { t } = useTranslation('settings')
  const names = new Intl.ListFormat(locale(), { type: 'disjunction' }).format(who.map((role) => t(`roleMany.${role}`)))
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{t(`readOnly.${what}`, { who: names })}</MessageBarBody>
    </MessageBar>
  )
}

import { Button, makeStyles, Radio, RadioGroup, tokens, typographyStyles } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Clash, EditField, Form } from './edits.ts'

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  field: { ...typographyStyles.body1Strong },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  clashes: Clash[]
  /** Gets, for each clashing field, the value that stays. */
  onApply: (kept: Partial<Form>) => void
  onCancel: () => void
}

/** Two people changed the same fields: both values side by side, and a choice for each (CR-11). */
export function Conflict({ clashes, onApply, onCancel }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const labels = useId()
  const [theirs, setTheirs] = useState<EditField[]>([])
  const kept = Object.fromEntries(
    clashes.map((clash) => [clash.field, theirs.includes(clash.field) ? clash.theirs : clash.mine]),
  )
  const choose = (field: EditField, side: string) =>
    setTheirs(side === 'theirs' ? [...theirs, field] : theirs.filter((one) => one !== field))
  return (
    <section className={styles.form} role="alert">
      <h2 className={styles.title}>{t('edit.conflict')}</h2>
      <p className={styles.text}>{t('edit.conflictHint')}</p>
      {clashes.map(({ field, mine, theirs: other }) => (
        <div key={field}>
          <div id={`${labels}-${field}`} className={styles.field}>
            {t(`edit.${field}`)}
          </div>
          <RadioGroup
            aria-labelledby={`${labels}-${field}`}
            value={theirs.includes(field) ? 'theirs' : 'mine'}
            onChange={(_, { value }) => choose(field, value)}
          >
            <Radio value="mine" label={`${t('edit.mine')}: ${mine || t('edit.empty')}`} />
            <Radio value="theirs" label={`${t('edit.theirs')}: ${other || t('edit.empty')}`} />
          </RadioGroup>
        </div>
      ))}
      <div className={styles.actions}>
        <Button appearance="primary" onClick={() => onApply(kept)}>
          {t('edit.apply')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </section>
  )
}

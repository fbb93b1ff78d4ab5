import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../../server/custom-fields/schema.ts'
import { shortDate } from '../../../ui/format.ts'
import { Refused } from '../parts/Refused.tsx'
import { useRestoreField } from './fields-query.ts'

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  what: { flex: '1 1 240px', minWidth: 0 },
  name: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
})

interface Props {
  fields: CustomField[]
  may: boolean
  onRestored: (text: string) => void
}

/** Deleted fields that can still be restored with all their values (CF-01). */
export function ArchivedFields({ fields, may, onRestored }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const restore = useRestoreField()
  if (fields.length === 0) return null
  return (
    <section className={styles.part} aria-labelledby="deleted-fields">
      <h2 id="deleted-fields" className={styles.title}>
        {t('fields.deleted')}
      </h2>
      {restore.error && <Refused error={restore.error} />}
      <ul className={styles.list}>
        {fields.map((field) => (
          <li key={field.id} className={styles.row}>
            <div className={styles.what}>
              <p className={styles.name}>{field.label}</p>
              <p className={styles.quiet}>
                {t(`fieldType.${field.type}`)} · {t('fields.uses', { count: field.uses })}
                {field.restorableUntil &&
                  ` · ${t('fields.restorableUntil', { date: shortDate(field.restorableUntil) })}`}
              </p>
            </div>
            {may && (
              <Button
                icon={<ArrowUndoRegular />}
                aria-label={t('fields.restoreOne', { label: field.label })}
                disabledFocusable={restore.isPending}
                onClick={() =>
                  restore.mutate(field.id, {
                    onSuccess: () => onRestored(t('fields.restored', { label: field.label })),
                  })
                }
              >
                {t('fields.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Collision, CustomFieldEntity } from '../../../../server/custom-fields/schema.ts'
import { ApiProblem } from '../../../api/problem.ts'

const useStyles = makeStyles({
  part: { ...typographyStyles.body1, display: 'grid', gap: tokens.spacingVerticalXS },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
})

/** Which records share a value and so keep a field from becoming unique (CF-04). */
export function Collisions({ error, entity }: { error: unknown; entity: CustomFieldEntity }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const collisions = collisionsOf(error)
  if (collisions.length === 0) return null
  const page = entity === 'contact' ? 'contacts' : 'companies'
  return (
    <section className={styles.part} aria-label={t('fields.collisions')}>
      <p className={styles.title}>{t('fields.collisions')}</p>
      <ul className={styles.list}>
        {collisions.map(({ value, records }) => (
          <li key={value}>
            {value}:{' '}
            {records.map(({ id, name }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Link href={`#/${page}/${id}`} target="_blank" rel="noopener">
                  {name}
                </Link>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function collisionsOf(error: unknown): Collision[] {
  if (!(error instanceof ApiProblem) || error.type !== 'custom-field-collisions') return []
  return Array.isArray(error.body.collisions) ? error.body.collisions : []
}

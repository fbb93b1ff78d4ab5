import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Import } from '../../../server/import/schema.ts'
import { useImportStyles } from './styles.ts'

/** Whom an undo left as they are, and why (IM-16). */
export function UndoOutcome({ undo }: { undo: NonNullable<Import['undo']> }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  if (undo.leftCount === 0) return null
  return (
    <section className={shared.part} aria-labelledby="import-left">
      <h3 id="import-left" className={shared.partTitle}>
        {t('run.leftTitle', { count: undo.leftCount })}
      </h3>
      <ul className={shared.list}>
        {undo.left.map(({ contact, reasons }) => (
          <li key={contact.id} className={shared.item}>
            <Link className={shared.link} to={`/contacts/${contact.id}`}>
              {contact.name}
            </Link>
            <span className={shared.quiet}>{reasons.join(' ')}</span>
          </li>
        ))}
      </ul>
      {undo.leftCount > undo.left.length && (
        <p className={shared.quiet}>{t('run.leftMore', { count: undo.leftCount - undo.left.length })}</p>
      )}
    </section>
  )
}

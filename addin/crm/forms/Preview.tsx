import { makeStyles, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormDefinition } from '../../../server/forms/schema.ts'
import { previewQuery } from './forms-query.ts'
import { useFormStyles } from './styles.ts'

const useStyles = makeStyles({
  frame: {
    width: '100%',
    height: '640px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    colorScheme: 'light dark',
  },
  side: { position: 'sticky', top: '72px', '@media (max-width: 1000px)': { position: 'static' } },
})

const typing = 400

/** The page itself, made by the code that shows it to visitors, in a frame that can do nothing. */
export function Preview({ definition }: { definition: FormDefinition }) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const { data } = useQuery(previewQuery(useQuiet(definition)))
  return (
    <section className={`${styles.part} ${own.side}`} aria-label={t('preview')}>
      <h2 className={styles.partTitle}>{t('preview')}</h2>
      <p className={styles.quiet}>{t('previewHint')}</p>
      <iframe className={own.frame} title={t('previewFrame')} sandbox="" srcDoc={data?.html ?? ''} />
    </section>
  )
}

/** The value once it rests. */
function useQuiet<Value>(value: Value): Value {
  const [quiet, setQuiet] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), typing)
    return () => clearTimeout(timer)
  }, [value])
  return quiet
}

import { Button, makeStyles, Tab, TabList, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { CustomField, CustomFieldEntity } from '../../../../server/custom-fields/schema.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Refused } from '../parts/Refused.tsx'
import { Said } from '../parts/Said.tsx'
import { ArchivedFields } from './ArchivedFields.tsx'
import { ConvertField } from './ConvertField.tsx'
import { DeleteField } from './DeleteField.tsx'
import { FieldEditor } from './FieldEditor.tsx'
import { FieldRow } from './FieldRow.tsx'
import { paneLimit } from './field-form.ts'
import { fieldsQuery, useMoveField } from './fields-query.ts'

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
})

type Open = { kind: 'edit'; field: CustomField | null } | { kind: 'delete' | 'convert'; field: CustomField } | null

/** Settings > Custom fields: the fields of contacts and companies, in the order the forms show them. */
export default function FieldsPage() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { may, who } = useMay('fields')
  const [params, setParams] = useSearchParams()
  const entity: CustomFieldEntity = params.get('entity') === 'company' ? 'company' : 'contact'
  const fields = useQuery(fieldsQuery(entity))
  const place = useMoveField()
  const [open, setOpen] = useState<Open>(null)
  const [said, setSaid] = useState<string | null>(null)
  const live = fields.data?.live ?? []
  const inPane = live.filter((field) => field.inPane).length
  const close = (text?: string) => {
    setOpen(null)
    if (text) setSaid(text)
  }
  const move = (index: number, by: -1 | 1) => {
    const field = live[index]
    if (!field) return
    const position = index + by
    place.mutate(
      { field, position },
      { onSuccess: () => setSaid(t('fields.moved', { label: field.label, place: position + 1, count: live.length })) },
    )
  }
  return (
    <Page
      title={t('page.fields')}
      intro={t('about.fields')}
      actions={
        may && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => setOpen({ kind: 'edit', field: null })}>
            {t('fields.new')}
          </Button>
        )
      }
    >
      {!may && <ReadOnly who={who} />}
      <TabList
        selectedValue={entity}
        onTabSelect={(_, { value }) => setParams(value === 'company' ? { entity: 'company' } : {}, { replace: true })}
      >
        <Tab value="contact">{t('fields.ofContacts')}</Tab>
        <Tab value="company">{t('fields.ofCompanies')}</Tab>
      </TabList>
      <Said text={said} onDismiss={() => setSaid(null)} />
      {place.error && <Refused error={place.error} />}
      {fields.isError && !fields.data && <Failed error={fields.error} retry={fields.refetch} compact />}
      {fields.isPending && <LoadingRows />}
      {fields.data && live.length === 0 && <Message compact title={t('fields.none')} text={t('fields.noneHint')} />}
      {live.length > 0 && (
        <>
          {entity === 'contact' && (
            <p className={styles.quiet}>{t('fields.inPaneCount', { count: inPane, limit: paneLimit })}</p>
          )}
          <ol className={styles.list} aria-label={t('page.fields')}>
            {live.map((field, index) => (
              <FieldRow
                key={field.id}
                field={field}
                may={may}
                first={index === 0}
                last={index === live.length - 1}
                busy={place.isPending}
                onMove={(by) => move(index, by)}
                onEdit={() => setOpen({ kind: 'edit', field })}
                onDelete={() => setOpen({ kind: 'delete', field })}
                onConvert={() => setOpen({ kind: 'convert', field })}
              />
            ))}
          </ol>
        </>
      )}
      <ArchivedFields fields={fields.data?.archived ?? []} may={may} onRestored={(text) => setSaid(text)} />
      {open?.kind === 'edit' && (
        <FieldEditor field={open.field} entity={entity} paneFull={inPane >= paneLimit} onClose={close} />
      )}
      {open?.kind === 'delete' && <DeleteField field={open.field} onClose={close} />}
      {open?.kind === 'convert' && <ConvertField field={open.field} onClose={close} />}
    </Page>
  )
}

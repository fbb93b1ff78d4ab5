import '../texts/marketing-forms.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Route, Routes, useParams } from 'react-router'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { useTitle } from '../shell/use-title.ts'
import { FormList } from './FormList.tsx'
import { FormView } from './FormView.tsx'
import { formQuery } from './forms-query.ts'
import { useFormRights } from './rights.ts'

/** `/forms`, and `/forms/:id` with its parts. */
export default function FormsPage() {
  const { t } = useTranslation('marketingForms')
  const { sees } = useFormRights()
  useTitle(t('title'))
  if (!sees) return <Message title={t('title')} text={t('hidden')} />
  return (
    <Routes>
      <Route index element={<FormList />} />
      <Route path=":id" element={<OneForm />} />
      <Route path=":id/:part" element={<OneForm />} />
    </Routes>
  )
}

function OneForm() {
  const { id = '', part } = useParams()
  const { data, error, refetch } = useQuery(formQuery(id))
  if (data) return <FormView key={id} form={data} part={part} />
  return error ? <Failed error={error} retry={refetch} /> : <LoadingRows />
}

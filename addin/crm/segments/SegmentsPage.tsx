import '../texts/segments.ts'
import { useQuery } from '@tanstack/react-query'
import { Route, Routes, useParams } from 'react-router'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { NewSegment } from './NewSegment.tsx'
import { SegmentList } from './SegmentList.tsx'
import { SegmentPage } from './SegmentPage.tsx'
import { segmentQuery } from './segments-query.ts'

/** `/segments`, `/segments/new` and `/segments/:id`. */
export default function SegmentsPage() {
  return (
    <Routes>
      <Route index element={<SegmentList />} />
      <Route path="new" element={<NewSegment />} />
      <Route path=":id" element={<OneSegment />} />
    </Routes>
  )
}

function OneSegment() {
  const { id = '' } = useParams()
  const { data, error, refetch } = useQuery(segmentQuery(id))
  if (data) return <SegmentPage key={id} segment={data} />
  return error ? <Failed error={error} retry={refetch} /> : <LoadingRows />
}

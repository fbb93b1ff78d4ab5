import '../texts/import.ts'
import { Route, Routes } from 'react-router'
import { ImportList } from './ImportList.tsx'
import { ImportPage } from './ImportPage.tsx'

/** `/import` and `/import/:id`. */
export default function ImportPages() {
  return (
    <Routes>
      <Route index element={<ImportList />} />
      <Route path=":id" element={<ImportPage />} />
    </Routes>
  )
}

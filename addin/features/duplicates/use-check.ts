import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CheckDuplicates, DuplicateMatch } from '../../../server/duplicates/schema.ts'
import { checkQuery } from './duplicates-query.ts'

/** How long a word may grow before it is compared, in milliseconds. */
const typing = 500

const nobody: DuplicateMatch[] = []

/** Who is here already and may be the person that a form is about, a moment after the typing stops. */
export function useCheck(facts: CheckDuplicates | undefined): DuplicateMatch[] {
  const wanted = facts && JSON.stringify(facts)
  const [settled, setSettled] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), typing)
    return () => clearTimeout(timer)
  }, [wanted])
  const { data } = useQuery(checkQuery(settled === undefined ? undefined : JSON.parse(settled)))
  return (wanted !== undefined && settled !== undefined && data) || nobody
}

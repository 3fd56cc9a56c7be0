'use client'
import { useEffect, useState } from 'react'
import { useQuery } from '~/components/ui/queries'
import {
  type LookUpOutcome,
  normaliseIdentifier,
  type OrganisationKind,
  readIdentifier,
} from '~/lib/identity/client'
import { routes } from '~/lib/routes'

const quietMs = 250

/** Queries the directory once the identifier is complete and typing has paused. */
export function useLookUp(kind: OrganisationKind, typed: string) {
  const identifier = useDebounced(normaliseIdentifier(typed))
  const isWhole = readIdentifier(kind, identifier).outcome === 'read'
  return useQuery({
    queryKey: ['identity', 'look-up', kind, identifier],
    enabled: isWhole,
    retry: false,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<LookUpOutcome> => {
      const response = await fetch(routes.directoryLookUp(kind, identifier), { signal })
      // Rejected or failed: in both cases the applicant enters the facts by hand.
      if (!response.ok) return { outcome: 'unavailable' }
      return response.json()
    },
  })
}

function useDebounced(value: string): string {
  const [debounced, setDebounced] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), quietMs)
    return () => clearTimeout(timer)
  }, [value])
  return debounced
}

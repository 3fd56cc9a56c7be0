'use client'
import { useQuery } from '~/components/ui/queries'
import type { BuyerRules, CartReferences } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

/** Shorter input is still being typed. */
const siretLength = 14

/** The references that the paying structure requires, looked up again when the SIRET changes. */
export function useReferences(organisationId: string, initial: BuyerRules, value: CartReferences) {
  const typed = (value.payerSiret ?? '').replace(/\s/g, '')
  const isOther = typed.length === siretLength && typed !== initial.payerSiret
  const { data } = useQuery({
    queryKey: ['ordering', 'references', organisationId, typed],
    queryFn: async ({ signal }): Promise<BuyerRules | null> => {
      const response = await fetch(routes.org.live.references(organisationId, typed), { signal })
      // An invalid SIRET is reported at its field; the rules stay those of the default structure.
      return response.ok ? response.json() : null
    },
    enabled: isOther,
    staleTime: 60_000,
  })
  return (isOther && data) || initial
}

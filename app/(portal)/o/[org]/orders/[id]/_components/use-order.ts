'use client'
import { useQuery } from '@tanstack/react-query'
import { isMoving, type OrderView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

/** Key prefix of all orders of an organisation: invalidate it to refetch them. */
export const orderKey = (organisationId: string) => ['ordering', 'order', organisationId]

const movingMs = 500
const restingMs = 10_000

/** The live order: polled twice a second during changes, rarely afterwards. */
export function useOrder(organisationId: string, initial: OrderView): { order: OrderView; isStale: boolean } {
  const { data, isError } = useQuery({
    queryKey: [...orderKey(organisationId), initial.id],
    queryFn: async ({ signal }): Promise<OrderView> => {
      const response = await fetch(routes.org.live.order(organisationId, initial.id), { signal })
      if (!response.ok) throw new Error(`order answered ${response.status}`)
      return response.json()
    },
    initialData: initial,
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? movingMs : restingMs),
    retry: false,
  })
  return { order: data, isStale: isError }
}

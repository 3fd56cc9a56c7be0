'use client'
import { useQuery } from '~/components/ui/queries'
import type { ReadyTimes } from '~/lib/ordering/client'
import type { StockByZone } from '~/lib/placement/client'
import { routes } from '~/lib/routes'

const everyMs = 5_000

/** Stock and delivery times, polled every five seconds while the page is open. */
export function useStock(
  organisationId: string,
  initial: { stock: StockByZone; ready: ReadyTimes },
): { stock: StockByZone; ready: ReadyTimes } {
  const { data } = useQuery({
    queryKey: ['ordering', 'stock', organisationId],
    queryFn: async ({ signal }): Promise<typeof initial> => {
      const response = await fetch(routes.org.live.stock(organisationId), { signal })
      if (!response.ok) throw new Error(`stock answered ${response.status}`)
      return response.json()
    },
    initialData: initial,
    refetchInterval: everyMs,
  })
  return data
}

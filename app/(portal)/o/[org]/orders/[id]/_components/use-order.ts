'use client'
import { refetchingOn } from '~/app/_client/live/live-changes'
import { useQuery } from '~/components/ui/queries'
import { isMoving, type OrderView } from '~/lib/ordering/client'
import { isFirstBootFollowed, isReachSettling, isReachTesting } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** Key prefix of all orders of an organisation: invalidate it to refetch them. */
export const orderKey = (organisationId: string) => ['ordering', 'order', organisationId]

const movingMs = 500
const settlingMs = 1_000
const restingMs = 10_000

/** A public address of a delivered server is still being applied or tested, or cloud-init still runs. */
const isSettling = ({ lines }: OrderView) =>
  lines.some(({ resources }) =>
    resources.some(
      ({ reach, reachTest, firstBoot }) =>
        isReachSettling(reach) || isReachTesting(reachTest) || isFirstBootFollowed(firstBoot),
    ),
  )

function pollingInterval(order: OrderView): number {
  if (isMoving(order)) return movingMs
  return isSettling(order) ? settlingMs : restingMs
}

/** The live order: without a stream polled twice a second during changes, rarely afterwards. */
export function useOrder(organisationId: string, initial: OrderView): { order: OrderView; isStale: boolean } {
  const { data, isError } = useQuery({
    queryKey: [...orderKey(organisationId), initial.id],
    queryFn: async ({ signal }): Promise<OrderView> => {
      const response = await fetch(routes.org.live.order(organisationId, initial.id), { signal })
      if (!response.ok) throw new Error(`order answered ${response.status}`)
      return response.json()
    },
    initialData: initial,
    ...refetchingOn<OrderView>(['orders', 'resources'], (data) => (data ? pollingInterval(data) : restingMs)),
    retry: false,
  })
  return { order: data, isStale: isError }
}

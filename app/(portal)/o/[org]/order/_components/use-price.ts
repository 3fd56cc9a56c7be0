'use client'
import { keepPreviousData, useQuery } from '~/components/ui/queries'
import type { OrderChoice, PricedCart } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

type Query = { lines: string; purchaseOrder: string } | { code: string }

async function ask(organisationId: string, query: Query, signal: AbortSignal) {
  const response = await fetch(routes.org.live.price(organisationId, query), { signal })
  return response.ok ? ((await response.json()) as PricedCart) : null
}

/**
 * The server's price of the cart, requested at every change; null until it has responded for this exact cart.
 * Meanwhile the page shows its own sum, and reports a difference. With the number of a purchase order, also what the cart takes from that.
 */
export function useConfirmedPrice(
  organisationId: string,
  lines: readonly Pick<OrderChoice, 'bundleId' | 'quantity' | 'termMonths'>[],
  purchaseOrder: string,
) {
  const counted = new Map<string, number>()
  for (const line of lines) {
    const part = `${line.bundleId}*${line.termMonths ?? 0}`
    counted.set(part, (counted.get(part) ?? 0) + Math.max(0, line.quantity))
  }
  const text = [...counted]
    .map(([part, quantity]) => part.replace('*', `*${quantity}*`))
    .sort()
    .join(',')
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['ordering', 'price', organisationId, text, purchaseOrder],
    queryFn: ({ signal }) => ask(organisationId, { lines: text, purchaseOrder }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return {
    confirmedCents: data && !isPlaceholderData ? BigInt(data.monthlyCents) : null,
    automatic: data?.promotions ?? [],
    purchaseOrder: data && !isPlaceholderData ? data.purchaseOrder : null,
  }
}

/** The promotion of an entered code; `unknown` if there is none. */
export function useCode(organisationId: string, code: string) {
  const { data, isFetching } = useQuery({
    queryKey: ['ordering', 'code', organisationId, code],
    queryFn: ({ signal }) => ask(organisationId, { code }, signal),
    enabled: code.length >= 4,
    staleTime: 60_000,
    retry: false,
  })
  const promotion = data?.promotions.find((each) => !each.isAutomatic) ?? null
  return { promotion, isUnknown: code.length >= 4 && !isFetching && data !== undefined && !promotion }
}

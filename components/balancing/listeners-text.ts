import type { BalancerSettings } from '~/lib/resources/client'

/** `HTTP 80 · TCP 5432`. Pure. */
export const listenersText = (listeners: BalancerSettings['listeners']): string =>
  listeners.map(({ protocol, port }) => `${protocol.toUpperCase()} ${port}`).join(' · ')

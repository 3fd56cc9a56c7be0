import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'

/** By line: other zones with room for its bundle. */
export type OtherZones = Record<string, { zoneId: string; name: string; count: number }[]>

type Retry<Target> = (input: { organisationId: string } & Target) => Promise<ActionResult<unknown>>

export type RetryActions = {
  instance: Retry<{ instanceId: Id<'instance'> }>
  volume: Retry<{ volumeId: Id<'volume'> }>
  balancer: Retry<{ balancerId: Id<'balancer'> }>
}

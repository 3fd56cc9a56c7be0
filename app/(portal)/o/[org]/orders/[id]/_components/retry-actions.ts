import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'

/** Zones other than the line's that have room for its bundle, by line. */
export type OtherZones = Record<string, { zoneId: string; name: string; count: number }[]>

type Retry<Target> = (input: { organisationId: string } & Target) => Promise<ActionResult<unknown>>

export type RetryActions = {
  instance: Retry<{ instanceId: Id<'instance'> }>
  volume: Retry<{ volumeId: Id<'volume'> }>
}

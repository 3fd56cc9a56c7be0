import { z } from 'zod'
import { type Cidr, formatCidr, readCidr, subtractCidrs } from '~/lib/kernel/net/cidr'
import { DriverError } from '../../../port/driver-error'
import type { Incus } from '../../context'
import { parseAnswer } from '../../wire/parse-answer'
import { requireAllMembers, withOfflineMembers } from './require-members'
import { wasBehind } from './was-behind'

const inDefault = (path: string) => `${path}?project=default`
const uplinkSchema = z.object({ config: z.record(z.string(), z.string()) })
/** Longer than other requests: Incus waits for a member that has just died. */
const changeMs = 25_000

export type OvnNetwork = { name: string; description: string; config: Record<string, string> }

/**
 * Creates a network that spans all members, reaching others through the uplink. `isErrored`: an earlier attempt left it
 * behind, unusable. Accepts that another call has created it; the caller checks what exists afterwards.
 */
export async function createOvnNetwork(
  incus: Incus,
  { name, description, config }: OvnNetwork,
  { isErrored, signal }: { isErrored: boolean; signal: AbortSignal },
): Promise<void> {
  await requireAllMembers(incus, signal)
  if (isErrored) await deleteOvnNetwork(incus, name, signal)
  const json = { name, type: 'ovn', description, config }
  const options = { signal, json, timeoutMs: changeMs }
  const create = () => incus.http.request('POST', inDefault('/1.0/networks'), options)
  const creating = create().catch(async (error: unknown) => {
    if (!wasBehind(error)) throw error
    // What was begun stays behind, unusable.
    await deleteOvnNetwork(incus, name, signal)
    await create()
  })
  await creating.catch(async (error: unknown) => {
    const isThere =
      error instanceof DriverError &&
      (error.code === 'conflict_not_ours' || /already (defined|exists)|not in pending/i.test(error.rawText))
    if (!isThere) throw await withOfflineMembers(incus, error, signal)
  })
}

/** Deletes the network; success when there is none. */
async function deleteOvnNetwork(incus: Incus, name: string, signal: AbortSignal): Promise<void> {
  const options = { signal, timeoutMs: changeMs }
  await incus.http
    .request('DELETE', inDefault(`/1.0/networks/${name}`), options)
    .catch(async (error: unknown) => {
      if (error instanceof DriverError && error.code === 'not_found') return
      throw await withOfflineMembers(incus, error, signal)
    })
}

/** Returns the uplink of this Incus. @throws DriverError `rejected` when its OVN has none */
export function uplinkOf(incus: Incus): string {
  const uplink = incus.ovn?.uplink
  if (!uplink) throw new DriverError('rejected', { rawText: 'this Incus has no uplink for OVN networks' })
  return uplink
}

/**
 * Lists the ranges of the uplink's own network: routers, and members that listen there. Without the ranges that are
 * routed to customers' servers, which may lie within.
 */
export async function uplinkRanges(incus: Incus, signal: AbortSignal): Promise<string[]> {
  const uplink = incus.ovn?.uplink
  if (!uplink) return []
  return incus.recently.once(`ranges of ${uplink}`, async () => {
    const answer = await incus.http.request('GET', inDefault(`/1.0/networks/${uplink}`), { signal })
    return rangesOf(parseAnswer(uplinkSchema, answer.metadata, 'an uplink').config)
  })
}

/** Pure. */
export function rangesOf(uplink: Record<string, string>): string[] {
  return ['ipv4', 'ipv6'].flatMap((family) => {
    const own = readCidr(uplink[`${family}.gateway`] ?? '')
    const routed = (uplink[`${family}.routes`] ?? '')
      .split(',')
      .flatMap((text) => readCidr(text.trim()) ?? [])
    return own ? subtractCidrs(own satisfies Cidr, routed).map(formatCidr) : []
  })
}

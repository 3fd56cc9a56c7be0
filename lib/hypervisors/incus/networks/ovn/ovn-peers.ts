import { z } from 'zod'
import { DriverError } from '../../../port/driver-error'
import { ownerTags, readOwner } from '../../../port/names'
import type { Incus } from '../../context'
import { parseAnswer } from '../../wire/parse-answer'
import { withOfflineMembers } from './require-members'

const peersSchema = z.array(
  z.object({
    name: z.string(),
    status: z.string(),
    target_network: z.string().nullish(),
    config: z.record(z.string(), z.string()).nullish(),
  }),
)
type Peer = z.output<typeof peersSchema>[number]

const inDefault = (path: string) => `${path}?project=default`
const pathOf = (network: string, peer = '') =>
  inDefault(`/1.0/networks/${network}/peers${peer && `/${peer}`}`)
/** Longer than other requests: Incus waits for a member that has just died. */
const changeMs = 20_000

export type WantedPeer = { name: string; networkId: string; organisationId: string }

/**
 * Gives the OVN network exactly these peers of ours. Traffic passes once both networks have each other; after one has lost
 * the other, both are made again.
 */
export async function applyPeers(
  incus: Incus,
  network: string,
  wanted: readonly WantedPeer[],
  signal: AbortSignal,
): Promise<void> {
  const found = await listPeers(incus, network, signal)
  const isKept = (peer: Peer) =>
    peer.status !== 'Errored' && wanted.some(({ name }) => name === peer.target_network)
  for (const peer of found.filter((each) => isOurs(incus, each) && !isKept(each)))
    await change(incus, 'DELETE', pathOf(network, peer.name), signal)
  for (const { name, networkId: resourceId, organisationId } of wanted) {
    if (found.some((peer) => isKept(peer) && peer.target_network === name)) continue
    const config = ownerTags({ resourceId, organisationId, installation: incus.installation })
    const json = { name, description: 'Andromède', target_project: 'default', target_network: name, config }
    await change(incus, 'POST', pathOf(network), signal, json)
  }
}

/** The networks that traffic passes to, by their ids. */
export async function readPeers(incus: Incus, network: string, signal: AbortSignal): Promise<string[]> {
  const found = await listPeers(incus, network, signal)
  return found
    .filter((peer) => isOurs(incus, peer) && peer.status === 'Created')
    .flatMap(({ config }) => readOwner(config ?? {})?.resourceId ?? [])
    .sort()
}

const isOurs = (incus: Incus, { config }: Peer) =>
  readOwner(config ?? {})?.installation === incus.installation

async function listPeers(incus: Incus, network: string, signal: AbortSignal): Promise<Peer[]> {
  const path = `/1.0/networks/${network}/peers?project=default&recursion=1`
  const answer = await incus.http.request('GET', path, { signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  return answer ? (parseAnswer(peersSchema.nullable(), answer.metadata, 'peers of a network') ?? []) : []
}

/** A deletion of nothing is a success, and so is a creation of what another call has created. */
async function change(
  incus: Incus,
  method: 'POST' | 'DELETE',
  path: string,
  signal: AbortSignal,
  json?: unknown,
): Promise<void> {
  const options = { signal, timeoutMs: changeMs, ...(json === undefined ? {} : { json }) }
  await incus.http.request(method, path, options).catch(async (error: unknown) => {
    const isDone =
      error instanceof DriverError &&
      (method === 'DELETE' ? error.code === 'not_found' : /already exists/i.test(error.rawText))
    if (!isDone) throw await withOfflineMembers(incus, error, signal)
  })
}

import type { CallOptions, NetworkSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { listMembers } from '../zone/list-members'
import { disconnectVantage } from '../zone/vantage'
import { bridgeName } from './bridge-name'
import { applyPeers } from './ovn/ovn-peers'
import { requireAllMembers } from './ovn/require-members'
import { aclSchema, assertOurs, findInDefault, inDefault, networkSchema } from './private-network'

/**
 * Removes the network from every member, then its rules, which Incus keeps while a network uses them. Our own vantages
 * leave it first. Each step finds the effect of an earlier call.
 */
export async function removePrivateNetwork(
  incus: Incus,
  spec: Pick<NetworkSpec, 'networkId' | 'organisationId'>,
  { signal }: CallOptions,
): Promise<void> {
  const name = bridgeName(incus.installation, spec.networkId)
  const [network, acl] = [`/1.0/networks/${name}`, `/1.0/network-acls/${name}`]
  const known = await findInDefault(incus, networkSchema, network, signal)
  if (known) {
    assertOurs(incus, spec, name, known.config)
    if (incus.ovn) {
      await requireAllMembers(incus, signal)
      await applyPeers(incus, name, [], signal)
    }
    const members = (await listMembers(incus, signal)).filter(({ isOnline }) => isOnline)
    // Null: a vantage that Incus placed itself.
    for (const member of [null, ...members.map((each) => each.name)])
      await disconnectVantage(incus, member, name, signal)
    incus.recently.forget()
    await remove(incus, network, signal)
  }
  const rules = await findInDefault(incus, aclSchema, acl, signal)
  if (!rules) return
  assertOurs(incus, spec, name, rules.config)
  await remove(incus, acl, signal)
}

/** Longer than other requests: Incus waits for a member that has just died. */
const removeMs = 20_000

/** Removes the object; success when there is none. */
export async function remove(incus: Incus, path: string, signal: AbortSignal): Promise<void> {
  await incus.http
    .request('DELETE', inDefault(path), { signal, timeoutMs: removeMs })
    .catch((error: unknown) => {
      if (!(error instanceof DriverError) || error.code !== 'not_found') throw error
    })
}

import type { Tx } from '~/db/client'
import { DriverError, isRestricted } from '~/lib/hypervisors'
import { readFirewalls } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'
import type { EffectInput } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import { findCard } from './queries/networks'
import { findRuleStanding } from './queries/rule-standing'

const patienceMs = 5_000
const pauseMs = 100
/** With the waits between attempts, a minute and a half: a host that has just died is taken out of the zone by then. */
export const rulesAttemptsMax = 28

/**
 * Waits until the network's rules of this moment are in force. A worker writes them within two seconds; an attempt gives up
 * after five, and a later one asks again. While a host is in the way it gives up at once: waiting would hold one of the few
 * places for operations.
 *
 * @throws DriverError `member_down` where a host is in the way, otherwise `timeout`; both are tried again
 */
export async function awaitRules<K extends SagaKind>(
  step: EffectInput<K>,
  networkId: Id<'network'>,
): Promise<void> {
  const read = () => step.read((tx) => findRuleStanding(tx, networkId))
  const wanted = await read()
  const giveUpAt = step.now().getTime() + patienceMs
  for (let seen = wanted; ; seen = await read()) {
    if (seen.appliedRevision >= wanted.revision) return
    if (seen.notInForceOn.length > 0 || step.now().getTime() >= giveUpAt)
      throw missing(networkId, seen.notInForceOn)
    await step.wait(pauseMs)
  }
}

const missing = (networkId: string, hosts: readonly string[]) =>
  new DriverError(hosts.length > 0 ? 'member_down' : 'timeout', {
    rawText: `the rules of ${networkId} are not in force yet`,
    params: hosts.length > 0 ? { hosts: hosts.join(' ') } : {},
  })

/**
 * The network on which the server, before its first packet, needs the rules that name it: without them what it may send
 * is not restricted. Null where no such rule does: then it is reached by fewer until they are in force, never by more.
 */
export async function findRestrictingNetwork(
  tx: Tx,
  instanceId: Id<'instance'>,
): Promise<Id<'network'> | null> {
  const card = await findCard(tx, instanceId)
  if (!card) return null
  const { id, projectId } = card.network
  const [firewall] = await readFirewalls(tx, [projectId])
  const network = firewall?.networks.find((each) => each.id === id)
  return firewall && network && isRestricted(firewall, network, instanceId) ? id : null
}

import type { Tx } from '~/db/client'
import { isId } from '~/lib/kernel/ids'
import { lockInstance, lockVolume } from '../common/lock-resource'
import { lockFirewallOfServer } from '../firewall/queries/rule-sets'
import type { LosableKind } from './lose-resource'
import { listAttachedVolumes } from './queries/lost-rows'

/** In `tx`: locks what `loseResource` changes of all these resources in the fixed order: firewalls, servers, volumes. */
export async function lockLosable(
  tx: Tx,
  resources: readonly { kind: LosableKind; id: string }[],
): Promise<void> {
  const ids = resources.map(({ id }) => id).sort()
  const servers = ids.filter((id) => isId('instance', id))
  for (const id of servers) await lockFirewallOfServer(tx, id)
  for (const id of servers) await lockInstance(tx, id)
  const volumes = new Set(ids.filter((id) => isId('volume', id)))
  for (const id of await listAttachedVolumes(tx, servers)) volumes.add(id)
  for (const id of [...volumes].sort()) await lockVolume(tx, id)
}

import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { endDifferences, listOpenDifferences } from '../queries/differences'
import { isOurs } from './mark'
import type { Writing } from './write-records'

/**
 * Removes the record sets that an operator wants gone, if they still have our mark or lie in the zone of a project.
 *
 * @throws DnsError
 */
export async function removeUnexplained(
  ctx: OpContext,
  { server, service, installation, keepLease }: Writing,
): Promise<void> {
  const asked = (await withSystem(ctx, listOpenDifferences)).filter(({ state }) => state === 'remove')
  for (const { id, zone, name, type, kind } of asked) {
    if (!(await keepLease())) return
    const sets = await server.listRecords(zone, name)
    const found = sets.find((set) => set.type === type)
    const isRemovable =
      found && (kind === 'foreign' ? zone !== service.domain : isOurs(found.mark, installation))
    if (isRemovable)
      await server.replaceRecords(zone, [{ name, type, ttl: found.ttl, contents: [], mark: null }])
    await withSystem(ctx, (tx) => endDifferences(tx, [id], ctx.now))
  }
}

import { withOrganisation } from '~/db/client'
import { bundleMonthlyCents } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findOpenNetwork, hasIpv6 } from '~/lib/resources/rows'
import { listLinesOfResource } from '../place/queries/lines-like'
import { resolveSshAccess } from '../ssh-access/resolve-ssh-access'
import type { CopyAccess } from '../views'
import { readAddressBundle } from './read-address-offer'

/**
 * How this server was ordered to be reached, which a server from its snapshot repeats: its network, a public address with
 * its present price, and who may connect. `caller` means the address of the person who orders the copy.
 */
export async function readCopyAccess(
  ctx: OpContext,
  { instanceId }: { instanceId: Id<'instance'> },
): Promise<CopyAccess> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [line] = await listLinesOfResource(tx, organisationId, instanceId)
    const network = line?.networkId ? await findOpenNetwork(tx, line.networkId) : null
    const address = line?.hasAddress ? await readAddressBundle(tx, ctx.now) : null
    const v6 = line ? await hasIpv6(tx, line) : false
    return {
      networkName: network?.name ?? null,
      addressCents: address && bundleMonthlyCents(address).toString(),
      ssh: line?.sshAccess ? sshLike(line.sshAccess, ctx.ip, { v4: address !== null, v6 }) : null,
    }
  })
}

type Line = Awaited<ReturnType<typeof listLinesOfResource>>[number]

/** Null where the caller's own address is unknown or of a family that does not lead there. */
function sshLike(
  access: NonNullable<Line['sshAccess']>,
  ip: string | null,
  families: { v4: boolean; v6: boolean },
): CopyAccess['ssh'] {
  const input =
    access.from === 'list'
      ? { from: access.from, sources: [...access.sources] }
      : access.from === 'everyone'
        ? { from: access.from, confirm: true as const }
        : { from: access.from }
  const resolved = resolveSshAccess({ sshAccess: input }, ip, families)
  if ('refused' in resolved || !resolved.access) return null
  const isKeptByIpv6 = !('refused' in resolveSshAccess({ sshAccess: input }, ip, { ...families, v4: false }))
  return { input, sources: [...resolved.access.sources], isKeptByIpv6 }
}

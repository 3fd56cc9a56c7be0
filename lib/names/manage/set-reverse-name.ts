import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { isWithin, readHost } from '../labels'
import * as rows from '../queries/manage'
import type { SetReverseNameInput } from '../schema'
import { requireService } from './require-service'
import { resolveHost } from './resolve-host'

/** At most this many are named in a refusal. */
const namedMax = 4

/**
 * Sets the reverse name of an address; an empty one restores the default, the name of its server. Only a name that
 * already leads to the address is accepted, so that no customer claims the name of another party. A name outside the
 * domain is resolved by the configured resolver, before the transaction that records it.
 *
 * @throws DomainError `not_found`, `invalid_input` (not a host name, or it leads elsewhere), `state_forbids` (no DNS
 * server; no resolver, or it does not answer), `recovery_in_progress`
 */
export async function setReverseName(ctx: OpContext, input: SetReverseNameInput): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  const { addressId } = input
  const name = input.name === '' ? '' : readHost(input.name)
  if (name === null) throw refused('name_host')
  const asked = await withOrganisation(ctx, (tx) => readPlace(tx, addressId))
  if (name !== '' && !isWithin(name, asked.service.domain))
    await requireLeadsTo(asked.service.resolver, name, asked.row.address)
  await withOrganisation(ctx, async (tx) => {
    await requireOutsideWorld(tx)
    const { service, row } = await readPlace(tx, addressId)
    if (name !== '' && isWithin(name, service.domain)) await requireOwnName(tx, name, service.domain, row)
    if (name === '') await rows.deleteReverseName(tx, addressId)
    else
      await rows.upsertReverseName(tx, {
        addressId,
        organisationId,
        projectId: row.projectId,
        name,
        setAt: ctx.now,
      })
    await recordAudit(tx, ctx, 'reverse_name.set', {
      organisationId,
      kind: 'public_address',
      id: addressId,
      details: { address: row.address, name },
    })
  })
}

async function readPlace(tx: Tx, addressId: Id<'publicAddress'>) {
  const service = await requireService(tx)
  const row = await rows.findReservedAddress(tx, addressId)
  if (!row) throw new DomainError('not_found')
  return { service, row }
}

async function requireLeadsTo(resolver: string | null, name: string, address: string): Promise<void> {
  if (resolver === null) throw forbidden('reverse_no_resolver')
  const found = await resolveHost(resolver, name)
  if (found === null) throw forbidden('reverse_resolver_silent')
  if (found.includes(address)) return
  if (found.length === 0) throw refused('reverse_leads_nowhere', { name, address })
  const more = found.length > namedMax ? ' …' : ''
  throw refused('reverse_leads_elsewhere', {
    name,
    address,
    found: `${found.slice(0, namedMax).join(', ')}${more}`,
  })
}

/** A name of the domain is looked up in our rows: the DNS server may have it only in a few seconds. */
async function requireOwnName(
  tx: Tx,
  name: string,
  domain: string,
  address: Awaited<ReturnType<typeof readPlace>>['row'],
): Promise<void> {
  const zones = new Map(
    (await rows.listZonesOfProjects(tx)).map(({ id, label }) => [id, `${label}.${domain}`]),
  )
  const own = (await rows.listOwnNames(tx)).find(
    ({ name: each }) => `${each.label}.${zones.get(each.projectId)}` === name,
  )?.name
  if (!own) throw refused('reverse_not_yours', { name })
  if (own.kind === 'alias') throw refused('reverse_alias', { name })
  const leads = own.kind === 'address' ? own.addressId === address.id : own.instanceId === address.instanceId
  if (leads) return
  const found = (await rows.listOwnAddresses(tx))
    .filter((each) =>
      own.kind === 'address' ? each.id === own.addressId : each.instanceId === own.instanceId,
    )
    .map((each) => each.address)
  if (found.length === 0) throw refused('reverse_leads_nowhere', { name, address: address.address })
  throw refused('reverse_leads_elsewhere', { name, address: address.address, found: found.join(', ') })
}

const refused = (reason: string, params: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field: 'name', params: { reason, ...params } })
const forbidden = (reason: string) => new DomainError('state_forbids', { field: 'name', params: { reason } })

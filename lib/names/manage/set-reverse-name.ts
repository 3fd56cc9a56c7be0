import { isIPv6 } from 'node:net'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { isWithin, readHost } from '../labels'
import * as rows from '../queries/manage'
import {
  deleteReverseName6,
  findAddress6,
  listAddresses6Of,
  upsertReverseName6,
} from '../queries/reverse-names6'
import type { SetReverseNameInput } from '../schema'
import { requireService } from './require-service'
import { resolveHost } from './resolve-host'

/** At most this many are named in a refusal. */
const namedMax = 4

/**
 * Sets the reverse name of an address of either family; an empty one restores the default, the name of its server. Only a
 * name that already leads to the address is accepted, so that no customer claims the name of another party. A name outside
 * the domain is resolved by the configured resolver, before the transaction that records it.
 *
 * @throws DomainError `not_found`, `forbidden`, `invalid_input` (not a host name, or it leads elsewhere), `state_forbids` (no DNS
 * server; no resolver, or it does not answer), `recovery_in_progress`
 */
export async function setReverseName(ctx: OpContext, input: SetReverseNameInput): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  const name = input.name === '' ? '' : readHost(input.name)
  if (name === null) throw refused('name_host')
  const asked = await withOrganisation(ctx, (tx) => readPlace(tx, ctx, input))
  if (name !== '' && !isWithin(name, asked.service.domain))
    await requireLeadsTo(asked.service.resolver, name, asked.row.address)
  await withOrganisation(ctx, async (tx) => {
    await requireOutsideWorld(tx)
    const { service, row } = await readPlace(tx, ctx, input)
    if (name !== '' && isWithin(name, service.domain)) await requireOwnName(tx, name, service.domain, row)
    await save(tx, row, name, ctx.now)
    await recordAudit(tx, ctx, 'reverse_name.set', {
      organisationId,
      ...(row.family === 4
        ? { kind: 'public_address', id: row.id }
        : { kind: 'instance', id: row.instanceId }),
      details: { address: row.address, name },
    })
  })
}

type Place = Awaited<ReturnType<typeof readPlace>>['row']

async function readPlace(tx: Tx, ctx: OpContext, { addressId, address6 }: SetReverseNameInput) {
  const service = await requireService(tx)
  const reserved = addressId ? await rows.findReservedAddress(tx, addressId) : null
  const held = address6 ? await findAddress6(tx, address6) : null
  const row = reserved ? { family: 4 as const, ...reserved } : held && { family: 6 as const, ...held }
  if (!row) throw new DomainError('not_found')
  authorize(ctx, 'instance:operate', row.projectId)
  return { service, row }
}

async function save(tx: Tx, row: Place, name: string, setAt: Date): Promise<void> {
  const { organisationId, projectId, address } = row
  const kept = { organisationId, projectId, name, setAt }
  if (row.family === 4)
    return name === ''
      ? rows.deleteReverseName(tx, row.id)
      : rows.upsertReverseName(tx, { addressId: row.id, ...kept })
  const key = { instanceId: row.instanceId, address6: address }
  return name === '' ? deleteReverseName6(tx, key) : upsertReverseName6(tx, { ...key, ...kept })
}

async function requireLeadsTo(resolver: string | null, name: string, address: string): Promise<void> {
  if (resolver === null) throw forbidden('reverse_no_resolver')
  const found = await resolveHost(resolver, name, isIPv6(address) ? 6 : 4)
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
async function requireOwnName(tx: Tx, name: string, domain: string, place: Place): Promise<void> {
  const zones = new Map(
    (await rows.listZonesOfProjects(tx)).map(({ id, label }) => [id, `${label}.${domain}`]),
  )
  const own = (await rows.listOwnNames(tx)).find(
    ({ name: each }) => `${each.label}.${zones.get(each.projectId)}` === name,
  )?.name
  if (!own) throw refused('reverse_not_yours', { name })
  if (own.kind === 'alias') throw refused('reverse_alias', { name })
  const found =
    own.kind === 'address'
      ? await addressesOf(tx, ({ id }) => id === own.addressId)
      : [
          ...(await addressesOf(tx, ({ instanceId }) => instanceId === own.instanceId)),
          ...(own.instanceId ? await listAddresses6Of(tx, own.instanceId) : []),
        ]
  const { address } = place
  if (found.includes(address)) return
  if (found.length === 0) throw refused('reverse_leads_nowhere', { name, address })
  throw refused('reverse_leads_elsewhere', { name, address, found: found.join(', ') })
}

type OwnAddress = Awaited<ReturnType<typeof rows.listOwnAddresses>>[number]

const addressesOf = async (tx: Tx, matches: (row: OwnAddress) => boolean): Promise<string[]> =>
  (await rows.listOwnAddresses(tx)).filter(matches).map(({ address }) => address)

const refused = (reason: string, params: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field: 'name', params: { reason, ...params } })
const forbidden = (reason: string) => new DomainError('state_forbids', { field: 'name', params: { reason } })

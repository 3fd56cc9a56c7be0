import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import type { NameServicePage } from '../client'
import { readHost } from '../labels'
import { findOpenDifferenceForUpdate, listRecentDifferences } from '../queries/differences'
import * as rows from '../queries/operate'
import { findNameService, findNameServiceForUpdate } from '../queries/service'
import type { SetNameServiceInput } from '../schema'
import { isResolver } from './is-resolver'
import { keyPlace } from './key-place'

const shownMax = 200
const subject = { organisationId: null, kind: 'name_service' as const, id: 'names' }

/** The DNS server, how far it is, and what differs. */
export async function readNameService(ctx: OpContext): Promise<NameServicePage> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const service = await findNameService(tx)
    return {
      service: service && {
        kind: service.kind,
        domain: service.domain,
        baseUrl: service.baseUrl,
        nameServers: service.nameServers,
        resolver: service.resolver,
        isOn: service.isOn,
        comparedAt: service.comparedAt?.toISOString() ?? null,
        failure: service.failureCode ? { code: service.failureCode, text: service.failureText ?? '' } : null,
      },
      counts: await rows.countRecords(tx),
      differences: (await listRecentDifferences(tx, shownMax)).map(
        ({ seenAt: _seen, endedAt: _ended, firstSeenAt, ...difference }) => ({
          ...difference,
          firstSeenAt: firstSeenAt.toISOString(),
        }),
      ),
    }
  })
}

/**
 * Configures the PowerDNS that holds the names, and their domain. The key is sealed, never shown again, and sent to no
 * address other than the one that it was entered with. The domain cannot change while there are records.
 *
 * @throws DomainError `proof_required`, `invalid_input`, `state_forbids` (`name_domain_used`)
 */
export async function setNameService(ctx: OpContext, input: SetNameServiceInput): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  const domain = readHost(input.domain)
  if (domain === null || domain.length > 150) throw refused('domain', 'name_host')
  const nameServers = input.nameServers.map((text) => readHost(text) ?? refuse('nameServers', 'name_host'))
  if (input.resolver !== '' && !isResolver(input.resolver)) throw refused('resolver', 'name_resolver')
  const resolver = input.resolver || null
  const baseUrl = input.baseUrl.replace(/\/+$/, '')
  await withStaff(ctx, async (tx) => {
    const known = await findNameServiceForUpdate(tx)
    if (known && known.domain !== domain && (await rows.countRecords(tx)).records > 0)
      throw new DomainError('state_forbids', {
        field: 'domain',
        params: { reason: 'name_domain_used', domain: known.domain },
      })
    const keepsKey = known?.baseUrl === baseUrl && (await rows.hasKey(tx))
    if (input.key === '' && !keepsKey) throw refused('key', 'name_key')
    await rows.upsertNameService(tx, {
      kind: 'powerdns',
      domain,
      baseUrl,
      nameServers,
      resolver,
      updatedAt: ctx.now,
    })
    if (input.key !== '') await rows.saveKey(tx, seal(input.key, keyPlace))
    await recordAudit(tx, ctx, 'name_service.set', {
      ...subject,
      details: { domain, baseUrl, nameServers: nameServers.join(', '), resolver: resolver ?? '' },
    })
  })
}

/** Switched off, every record is withdrawn. @throws DomainError `proof_required`, `not_found` */
export async function switchNames(ctx: OpContext, { isOn }: { isOn: boolean }): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    if (!(await rows.switchService(tx, isOn, ctx.now))) throw new DomainError('not_found')
    const event = isOn ? 'name_service.switched_on' : 'name_service.switched_off'
    await recordAudit(tx, ctx, event, { ...subject, details: {} })
  })
}

/**
 * Decides about a difference that waits: ours is written (the row is right), or the record set is removed (no row
 * explains it). Both happen within seconds.
 *
 * @throws DomainError `proof_required`, `state_forbids` when it does not wait for this decision
 */
export async function decideNameDifference(
  ctx: OpContext,
  { differenceId, decision }: { differenceId: Id<'nameDifference'>; decision: 'write' | 'remove' },
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const row = await findOpenDifferenceForUpdate(tx, differenceId)
    const isWaiting =
      decision === 'write' ? row?.state === 'held' : row?.kind === 'unexplained' || row?.kind === 'foreign'
    if (!row || !isWaiting) throw new DomainError('state_forbids')
    if (decision === 'write') await rows.releaseRecord(tx, row)
    await rows.setDifferenceState(tx, row.id, decision === 'write' ? 'open' : 'remove')
    await recordAudit(tx, ctx, 'name_difference.decided', {
      ...subject,
      details: { name: row.name, type: row.type, decision },
    })
  })
}

/** `192.0.2.53`, `192.0.2.53:5353` or `[2001:db8::53]:53`. */
const refused = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })
function refuse(field: string, reason: string): never {
  throw refused(field, reason)
}

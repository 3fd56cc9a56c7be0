import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { checkTerms } from './check-terms'
import { parsePpm } from './parse-ppm'
import * as queries from './queries/contracts'
import { type PublishContractInput, publishContractInput } from './schema'
import type { AvailabilityTerms } from './terms'

/**
 * The result of publishing this version, without writing it.
 *
 * @throws DomainError as `publishContract` but for the proof
 */
export async function previewContract(
  ctx: OpContext,
  raw: PublishContractInput,
): Promise<{ version: number; validFrom: string }> {
  authorizeStaff(ctx, 'contract:publish')
  const planned = plan(ctx, publishContractInput.parse(raw))
  return withStaff(ctx, async (tx) => {
    const version = await nextVersion(tx, planned)
    return { version, validFrom: planned.validFrom.toISOString() }
  })
}

/**
 * Publishes a contract version in force from the first day of a future month. A version is immutable and can only be
 * succeeded; it starts after all existing versions and covers every bundle and zone.
 *
 * @throws DomainError `proof_required`; `invalid_input` with the field and reason; `conflict` when there is a newer
 * version than `basis`, or a bundle or zone that it omits
 */
export async function publishContract(
  ctx: OpContext,
  raw: PublishContractInput,
): Promise<{ version: number }> {
  const staffId = authorizeStaff(ctx, 'contract:publish')
  await requireFreshProof(ctx)
  const planned = plan(ctx, publishContractInput.parse(raw))
  const { validFrom, terms, bundles, zones } = planned
  return withStaff(ctx, async (tx) => {
    await queries.lockContracts(tx)
    const version = await nextVersion(tx, planned)
    const id = newId('serviceContract', ctx.now.getTime())
    await queries.insertContract(
      tx,
      { id, version, validFrom, terms, publishedAt: ctx.now, publishedByStaffId: staffId },
      {
        bundles: bundles.map(({ id: bundleId, ...rest }) => ({
          contractId: id,
          bundleId: bundleId,
          ...rest,
        })),
        zones: zones.map(({ id: zoneId, ...rest }) => ({
          contractId: id,
          zoneId: zoneId,
          ...rest,
        })),
      },
    )
    await recordAudit(tx, ctx, 'service_contract.published', {
      organisationId: null,
      kind: 'service_contract',
      id,
      details: { version, validFrom: validFrom.toISOString() },
    })
    return { version }
  })
}

type Planned = ReturnType<typeof plan>

/**
 * The parsed terms and their start.
 *
 * @throws DomainError `invalid_input`
 */
function plan(ctx: OpContext, input: ReturnType<typeof publishContractInput.parse>) {
  const validFrom = monthOf(input.month).from
  if (validFrom <= ctx.now) throw refused('month', 'month_begun')
  return { validFrom, basis: input.basis, ...readTerms(input) }
}

/**
 * The next version number, after checking that it succeeds the newest version.
 *
 * @throws DomainError `invalid_input`, `conflict`
 */
async function nextVersion(tx: Tx, { validFrom, basis, bundles, zones }: Planned): Promise<number> {
  const [last] = await queries.listContracts(tx)
  if (last?.id !== basis) throw new DomainError('conflict')
  if (validFrom <= last.validFrom) throw refused('month', 'month_promised')
  const known = [
    ...(await queries.listBundleObjectives(tx, last.id)).map(({ bundleId }) => bundleId),
    ...(await queries.listZoneObjectives(tx, last.id)).map(({ zoneId }) => zoneId),
  ].sort()
  const named = [...bundles, ...zones].map(({ id }) => id).sort()
  if (known.join() !== named.join()) throw new DomainError('conflict')
  return last.version + 1
}

/**
 * The terms as numbers.
 *
 * @throws DomainError `invalid_input`
 */
function readTerms(input: ReturnType<typeof publishContractInput.parse>) {
  const percentage = (text: string, field: string): number => {
    const ppm = parsePpm(text)
    if (ppm === null) throw refused(field, 'percentage_four')
    return ppm
  }
  const basisPoints = (text: string, field: string): number => {
    const ppm = percentage(text, field)
    if (ppm === 0 || ppm % 100 !== 0) throw refused(field, 'percentage')
    return ppm / 100
  }
  const terms: AvailabilityTerms = {
    creditSteps: input.steps.map(({ below, reduction }, index) => ({
      belowPpm: index === 0 && below === 'objective' ? below : percentage(below, `steps.${index}.below`),
      reductionBasisPoints: basisPoints(reduction, `steps.${index}.reduction`),
    })),
    creditCapBasisPoints: basisPoints(input.cap, 'cap'),
    maintenance: { noticeHours: input.noticeHours, allowanceMinutesPerMonth: input.allowanceMinutes },
  }
  const bundles = input.bundles.map(({ bundleId, availability, ...rest }, index) => ({
    id: bundleId,
    availabilityPpm: percentage(availability, `bundles.${index}.availability`),
    ...rest,
  }))
  const zones = input.zones.map(({ zoneId, availability }, index) => ({
    id: zoneId,
    availabilityPpm: percentage(availability, `zones.${index}.availability`),
  }))
  const refusal = checkTerms(terms, bundles, zones)
  if (refusal) throw refused(refusal.field, refusal.reason)
  return { terms, bundles, zones }
}

const refused = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })

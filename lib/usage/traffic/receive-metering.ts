import { type Tx, withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { countEvents, type IntakeResult } from './count-events'
import { type RefusalRow, recordRefusals } from './queries/events'
import { findOpenKey, touchKey } from './queries/keys'
import { readEvents } from './read-events'

/** Refusals stored per call for staff; the response lists all of them. */
const refusalsKept = 100
const itemTextMax = 300

/**
 * Counts the measurements reported by a zone's meters: once this returns they are durable, and repeating the call
 * changes nothing. Measurements that cannot be counted are refused individually and shown to staff.
 *
 * @throws DomainError `unauthenticated` without a valid key; `invalid_input` when the body is not a list of
 * measurements, `payload_too_large` when there are too many: then none is counted
 */
export async function receiveMetering(
  ctx: OpContext,
  { secret, text }: { secret: string; text: string },
): Promise<IntakeResult> {
  const secretSha256 = hashSecret(secret)
  return withShared(ctx, async (tx) => {
    const key = await findOpenKey(tx, secretSha256, ctx.now)
    if (!key) throw new DomainError('unauthenticated')
    const { events, malformed, itemText } = readEvents(text)
    const taken = await countEvents(tx, key.zoneId, events, ctx.now)
    const refused = [...malformed.map((index) => ({ index, reason: 'malformed' as const })), ...taken.refused]
    refused.sort((a, b) => a.index - b.index)
    const keys = new Map(events.map((event) => [event.index, event.key]))
    await show(
      tx,
      key.zoneId,
      refused.map(({ index, reason }) => ({
        eventKey: keys.get(index) ?? '',
        reason,
        said: itemText(index).slice(0, itemTextMax),
      })),
      ctx.now,
    )
    if (!key.lastUsedAt || key.lastUsedAt < addSeconds(ctx.now, -60)) await touchKey(tx, key.id, ctx.now)
    return { ...taken, refused }
  })
}

async function show(tx: Tx, zoneId: Id<'zone'>, refusals: readonly RefusalRow[], now: Date): Promise<void> {
  if (refusals.length > 0) await recordRefusals(tx, zoneId, refusals.slice(0, refusalsKept), now)
}

import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { explainQuarantined, lockQuarantined, type QuarantineRow } from '~/lib/hypervisors'
import { authorizeSystem } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isSeenLately } from '../seen-lately'
import { adopt } from './adopt'
import { type AdoptionRefusal, type Facts, readFacts } from './facts'
import * as rows from './queries/adoptions'
import { Refused } from './refused'

/** Longer than a deletion on a hypervisor may take. */
const removalSeconds = 120

/**
 * Gives an object without a row its rows, in one transaction: they are all there or none is. A refusal is recorded with its
 * reason. A volume waits for the server that it is attached to, a public address for the one to
 * which it leads, a backup or image for the volume or server of which it is a copy. Repeating is harmless.
 */
export async function carryOutAdoption(ctx: OpContext, adoptionId: Id<'adoption'>): Promise<void> {
  authorizeSystem(ctx)
  const refusal = await tryAdoption(ctx, adoptionId)
  if (refusal)
    await withSystem(ctx, async (tx) => {
      const adoption = await rows.lockWaiting(tx, adoptionId)
      const object = adoption && (await lockQuarantined(tx, adoption.quarantineId))
      if (!object) return
      await rows.endAdoption(tx, adoptionId, { state: 'refused', refusal, endedAt: ctx.now })
      await recordAudit(tx, ctx, 'quarantine.adoption_refused', {
        organisationId: null,
        kind: 'quarantine',
        id: object.id,
        details: { subjectId: object.subject, reason: refusal },
      })
      for (const part of await rows.listWaitingParts(tx, object.subject)) await enqueueAdoption(tx, part)
    })
}

/** Returns why the object cannot be adopted; null when it was, or when it waits for its server. */
async function tryAdoption(ctx: OpContext, adoptionId: Id<'adoption'>): Promise<AdoptionRefusal | null> {
  try {
    await withSystem(ctx, async (tx) => {
      const adoption = await rows.lockWaiting(tx, adoptionId)
      const object = adoption && (await lockQuarantined(tx, adoption.quarantineId))
      if (!object) return
      if (object.state === 'confirmed' || isBeingRemoved(object, ctx.now))
        throw new Refused('deletion_agreed')
      if (object.state === 'deleted' || object.state === 'gone') throw new Refused('gone')
      if (!isSeenLately(object, ctx.now)) throw new Refused('not_seen_lately')
      const facts = readFacts(object, ctx.now)
      if (typeof facts === 'string') throw new Refused(facts)
      const wholeId = wholeOf(facts)
      if (wholeId && (await rows.isWaiting(tx, wholeId))) return
      await adopt(tx, ctx, object, facts)
      await explainQuarantined(tx, object.id, ctx.now)
      await rows.endAdoption(tx, adoptionId, { state: 'done', refusal: null, endedAt: ctx.now })
      for (const part of await rows.listWaitingParts(tx, object.subject)) await enqueueAdoption(tx, part)
    })
    return null
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    if (error instanceof DomainError && error.code === 'name_taken') return 'name_taken'
    throw error
  }
}

/**
 * The server to which a volume is attached or a public address leads, or what a backup or image is a copy of. A server waits for
 * nothing and a volume for a server only, so that no marks make objects wait for each other.
 */
function wholeOf(facts: Facts): string | null {
  if (facts.kind === 'instance') return null
  if (facts.kind === 'address') return facts.serverId
  if (facts.kind === 'volume') return isId('instance', facts.attachedTo) ? facts.attachedTo : null
  return facts.sourceId
}

const isBeingRemoved = ({ removingAt }: QuarantineRow, now: Date) =>
  removingAt !== null && removingAt > addSeconds(now, -removalSeconds)

export const enqueueAdoption = (tx: Parameters<typeof enqueue>[0], adoptionId: Id<'adoption'>) =>
  enqueue(tx, 'adopt_object', { adoptionId }, `adoption:${adoptionId}`)

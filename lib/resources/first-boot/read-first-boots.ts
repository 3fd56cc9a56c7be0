/**
 * Sweeper: reads what cloud-init reports inside servers that were just created, until it has ended. No saga waits for
 * it. The worker that postpones a reading does it; one that dies in between loses one reading. The reports are files of
 * customers, which may be made so that reading them never ends.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { nextReadOf } from './next-read'
import * as queries from './queries/first-boots'

/** Concurrent readings. */
const atOnce = 20
/** Of one customer: a report that never ends must not hold up those of others. */
const atOnceOfOne = 4
const patienceMs = 8_000
/** A pass does not wait for longer readings; they go on, and their customers' others wait for them. */
const passMs = 1_000
const postponedSeconds = 60
const errorMax = 300

type Pass = (ctx: OpContext) => Promise<void>
type Wait = (millis: number) => Promise<unknown>

/** A reader with its readings in hand. `wait` ends a pass in which some take long. */
export function openFirstBootReader(drivers: Pick<Drivers, 'driverFor'>, wait: Wait = pause): Pass {
  const inHand = new Map<string, { organisationId: Id<'organisation'>; reading: Promise<void> }>()
  return async (ctx) => {
    authorizeSystem(ctx)
    const postponed = addSeconds(ctx.now, postponedSeconds)
    const room = {
      most: atOnce - inHand.size,
      mostOfOne: atOnceOfOne,
      without: [...inHand.values()].map(({ organisationId }) => organisationId),
    }
    const due = await withSystem(ctx, (tx) => queries.claimDueFirstBoots(tx, ctx.now, postponed, room))
    for (const boot of due) {
      const { instanceId, organisationId } = boot
      const reading = readBoot(ctx, boot, drivers)
        .catch((error: unknown) => log.warn({ err: error, instanceId }, 'a first boot could not be read'))
        .finally(() => inHand.delete(instanceId))
      inHand.set(instanceId, { organisationId, reading })
    }
    await Promise.race([Promise.all([...inHand.values()].map(({ reading }) => reading)), wait(passMs)])
  }
}

async function readBoot(
  ctx: OpContext,
  boot: queries.FirstBootRow,
  drivers: Pick<Drivers, 'driverFor'>,
): Promise<void> {
  const answer = await readOne(ctx, boot, drivers)
  const reads = boot.reads + 1
  const nextReadAt = nextReadOf(answer.state, { reads, since: boot.since, now: ctx.now })
  const ended = answer.state !== 'running' && answer.state !== 'unknown'
  // It counts as running until a reading reports its end: the server may be off, or its host silent, for a while.
  const state = ended ? answer.state : nextReadAt === null ? ('unknown' as const) : ('running' as const)
  await withSystem(ctx, (tx) =>
    queries.updateFirstBoot(tx, boot, {
      state,
      reads,
      nextReadAt,
      milliseconds: 'milliseconds' in answer ? answer.milliseconds : null,
      ...(answer.state === 'failed' ? { module: answer.module, error: printable(answer.error) } : {}),
    }),
  )
}

async function readOne(ctx: OpContext, boot: queries.FirstBootRow, drivers: Pick<Drivers, 'driverFor'>) {
  try {
    const driver = await withSystem(ctx, (tx) => drivers.driverFor(tx, boot.instanceId))
    return await driver.readFirstBoot(boot.instanceId, { signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    // A failure on our side, or a server that is being moved or deleted.
    if (error instanceof DriverError) return { state: 'unknown' as const }
    throw error
  }
}

/** The printable part of a text from inside a server. */
function printable(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim()
  return [...shown].slice(0, errorMax).join('') || '?'
}

import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { countAllocationsOn, findHostForUpdate, type HostRow } from '../../queries/hosts'
import type { LossAction, LossFacts, LossRefusal, LostHostFacts } from './loss-can'
import { canServersMove, findOpenLoss, type LossRow } from './queries/losses'

export type LockedHost = { host: HostRow; loss: LossRow | null; facts: LostHostFacts }

/** Locks a host and reads what decides about its loss. @throws DomainError `not_found` */
export async function lockLostHost(tx: Tx, hostId: Id<'host'>): Promise<LockedHost> {
  const host = await findHostForUpdate(tx, hostId)
  if (!host) throw new DomainError('not_found')
  const loss = await findOpenLoss(tx, hostId)
  return { host, loss, facts: await readLossFacts(tx, host, loss) }
}

export async function readLossFacts(tx: Tx, host: HostRow, loss: LossRow | null): Promise<LostHostFacts> {
  return {
    state: host.state,
    isSilent: host.unreachableSince !== null,
    canMove: await canServersMove(tx, host.zoneId),
    loss: loss && lossFactsOf(loss),
    allocations: await countAllocationsOn(tx, host.id),
  }
}

export function lossFactsOf(loss: Pick<LossRow, 'confirmedAt' | 'forgottenAt' | 'answeredAt'>): LossFacts {
  return {
    isConfirmed: loss.confirmedAt !== null,
    isForgotten: loss.forgottenAt !== null,
    hasAnswered: loss.answeredAt !== null,
  }
}

/** @throws DomainError `state_forbids` with the reason that the button shows */
export function assertLoss(
  decision: { allowed: true } | { allowed: false; reason: LossRefusal },
  action: LossAction,
): void {
  if (!decision.allowed)
    throw new DomainError('state_forbids', { params: { reason: decision.reason }, internal: action })
}

import type { HostState } from '../host-states'

/** The open loss of a host: declared by one person, confirmed by another. */
export type LossFacts = {
  isConfirmed: boolean
  /** Its hypervisor gave up the records of what was on it. */
  isForgotten: boolean
  /** It gave a sign of life after the declaration. */
  hasAnswered: boolean
}

export type LostHostFacts = {
  state: HostState
  isSilent: boolean
  /** Its zone has other hosts that its servers could use. */
  canMove: boolean
  loss: LossFacts | null
  /** Servers with a claim on it. */
  allocations: number
}

/** The texts are `errors.reason.<reason>`. */
export type LossRefusal =
  | 'host_answers'
  | 'host_declared_lost'
  | 'host_retired'
  | 'one_host'
  | 'host_not_declared_off'
  | 'host_loss_confirmed'
  | 'host_must_be_empty'
  | 'host_being_forgotten'

type LossDecision = { allowed: true } | { allowed: false; reason: LossRefusal }

const decide = (reason: LossRefusal | null): LossDecision =>
  reason ? { allowed: false, reason } : { allowed: true }

/**
 * What may happen to a host that does not answer. Buttons, use cases and workers share these decisions: nothing starts
 * elsewhere before two people said that the host is off, or once it has given a sign of life. Pure.
 */
export const lossCan = {
  declare({ state, isSilent, canMove, loss }: LostHostFacts): LossDecision {
    if (state === 'retired') return decide('host_retired')
    if (loss) return decide('host_declared_lost')
    if (!isSilent) return decide('host_answers')
    return decide(canMove ? null : 'one_host')
  },
  confirm({ loss, isSilent }: LostHostFacts): LossDecision {
    if (!loss) return decide('host_not_declared_off')
    if (loss.isConfirmed) return decide('host_loss_confirmed')
    return decide(loss.hasAnswered || !isSilent ? 'host_answers' : null)
  },
  /**
   * Before the confirmation; after it only of a host that has answered before its hypervisor gave up its records: it is
   * not forgotten any more, and its servers are still there.
   */
  withdraw({ loss }: LostHostFacts): LossDecision {
    if (!loss) return decide('host_not_declared_off')
    const isLost = loss.isConfirmed && (loss.isForgotten || !loss.hasAnswered)
    return decide(isLost ? 'host_loss_confirmed' : null)
  },
  /** It was wiped and connected anew: it may be used again. */
  reuse({ loss, allocations }: LostHostFacts): LossDecision {
    if (!loss?.isConfirmed) return decide('host_not_declared_off')
    return decide(allocations > 0 ? 'host_must_be_empty' : null)
  },
  /** A server that was on it starts elsewhere. */
  recover(loss: LossFacts | null): LossDecision {
    if (!loss?.isConfirmed) return decide('host_not_declared_off')
    if (loss.hasAnswered) return decide('host_answers')
    return decide(loss.isForgotten ? null : 'host_being_forgotten')
  },
}

export type LossAction = keyof typeof lossCan

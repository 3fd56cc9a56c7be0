import type { BrokenLink, PublicVerdict, SeenFromOutside } from '~/db/schema/resources/reach-tests'
import type { PublicWay } from '../networks/reach'

export type PublicFacts = {
  /** What our rows say about the address and the rules. */
  way: PublicWay
  /** Whether the hypervisor leads the address to this server; null when it could not be read. */
  isDirected: boolean | null
  /** What the vantage inside the zone saw at the server's SSH port. */
  inside: 'up' | 'down' | 'unknown'
  seen: readonly SeenFromOutside[]
}

type Judgement = { verdict: PublicVerdict; link: BrokenLink | null }

const broken = (link: BrokenLink): Judgement => ({ verdict: 'broken', link })

/**
 * Whether SSH passes from outside, and the first link that does not hold. One vantage that connects is proof; it is down
 * only when every vantage that answers found it down. A vantage that the rules keep out proves nothing about them, so each
 * link is then judged by itself: the address on the hypervisor, the rules by our own write, the server from inside. Pure.
 */
export function judgePublicWay({ way, isDirected, inside, seen }: PublicFacts): Judgement {
  if (seen.some(({ state }) => state === 'open')) return { verdict: 'open', link: null }
  if (way === 'not_taken') return broken('guest')
  if (way === 'attaching') return { verdict: 'waiting', link: 'address' }
  if (way === 'attach_failing' || way === 'unverified' || isDirected === false) return broken('address')
  if (way === 'closed') return { verdict: 'closed', link: null }
  if (way === 'rules_unsure') return broken('rule')
  if (way === 'rules_pending') return { verdict: 'waiting', link: 'rule' }
  if (inside === 'down') return broken('server')
  const answers = seen.filter(({ state }) => state !== 'unknown')
  // The rules decide after the route: no way to the address is true for every source.
  if (answers.length > 0 && answers.every(({ state }) => state === 'no_route')) return broken('route')
  if (answers.some(({ isAdmitted }) => isAdmitted))
    return inside === 'up' ? broken('route') : { verdict: 'unknown', link: null }
  return { verdict: inside === 'up' ? 'verified' : 'unknown', link: null }
}

import type { BalancerState } from '~/db/schema/resources/balancers'

/** The actions that a balancer's state allows; the buttons and the use cases share this decision. Pure. */
export const balancerCan: Record<'change' | 'rename' | 'delete' | 'retry', readonly BalancerState[]> = {
  change: ['active'],
  rename: ['active'],
  // A failed one has nothing on the hypervisor: its row is closed at once.
  delete: ['active', 'failed'],
  retry: ['failed'],
}

import type { HypervisorFacts } from '~/db/schema/hypervisors'
import { type MemberPlan, type MemberRefusal, nameIn, planMember } from '../bind-zone/plan-member'

export type HypervisorPlan = {
  hosts: {
    member: string
    name: string
    capacity: MemberPlan['host']
    labels: MemberPlan['labels']
    /** The rack that the hypervisor suggests: what fails as a whole there. Null where it says nothing. */
    rack: string | null
  }[]
  pool: { name: string; gibPhysical: number; gibReserved: number }
  images: MemberPlan['images']
}
export type PlanRefusal = Exclude<MemberRefusal, 'clustered'> | 'no_member' | 'same_name'
export type HypervisorDecision =
  | { outcome: 'usable'; plan: HypervisorPlan }
  | { outcome: 'refused'; reason: PlanRefusal; member: string | null }

/** Every member sees the same space: each has its share of it. */
const sharedDrivers: readonly string[] = ['ceph', 'lvmcluster', 'linstor', 'truenas']

/**
 * What a zone sells on this hypervisor: each member that answers is a host. Volumes may all end on the member with
 * the least room (they follow their servers), so of local pools no more is sold as volumes than that one has. Pure.
 */
export function planHypervisor(code: string, facts: HypervisorFacts): HypervisorDecision {
  const refuse = (reason: PlanRefusal, member: string | null = null) =>
    ({ outcome: 'refused', reason, member }) as const
  const online = facts.members.filter((member) => member.isOnline)
  if (online.length === 0) return refuse('no_member')
  const isShared = facts.pools.some(
    ({ name, driver }) => name === facts.pool && sharedDrivers.includes(driver),
  )
  const plans: { member: string; plan: MemberPlan; rack: string | null }[] = []
  for (const { name: member, failureDomain, cpus, memoryBytes, poolBytes, runsMachines } of online) {
    const decision = planMember(code, {
      serverName: member,
      isTrusted: true,
      isClustered: false,
      runsMachines: runsMachines ?? false,
      cpus,
      memoryBytes,
      pool: { name: facts.pool, bytes: isShared ? poolBytes / online.length : poolBytes },
      images: facts.images,
    })
    if (decision.outcome === 'usable')
      plans.push({ member, plan: decision.plan, rack: failureDomain?.slice(0, 40) ?? null })
    else if (decision.reason !== 'clustered') return refuse(decision.reason, member)
  }
  const [first] = plans
  if (!first) return refuse('no_member')
  const hosts = plans.map(({ member, plan, rack }) => ({
    member,
    name: plan.hostName,
    capacity: plan.host,
    labels: plan.labels,
    rack,
  }))
  const doubled = hosts.find(({ name }, index) => hosts.findIndex((each) => each.name === name) !== index)
  if (doubled) return refuse('same_name', doubled.member)
  const amounts = (of: 'gibPhysical' | 'gibReserved') => plans.map(({ plan }) => plan.pool[of])
  const total = (of: 'gibPhysical' | 'gibReserved') =>
    isShared ? amounts(of).reduce((sum, each) => sum + each, 0) : Math.min(...amounts(of))
  return {
    outcome: 'usable',
    plan: {
      hosts,
      pool: {
        name: first.plan.poolName,
        gibPhysical: total('gibPhysical'),
        gibReserved: total('gibReserved'),
      },
      // Those of the member that starts the most: a server goes to one that starts its image.
      images: plans.map(({ plan }) => plan.images).reduce((a, b) => (b.length > a.length ? b : a)),
    },
  }
}

/** The member that is this host of ours; null when none is. Pure. */
export function memberOfHost(code: string, facts: HypervisorFacts, hostName: string): string | null {
  return facts.members.find((member) => nameIn(code, member.name) === hostName)?.name ?? null
}

/** The host that this member is. Pure. */
export function hostOfMember(code: string, member: string): string {
  return nameIn(code, member)
}

/** Private networks are bridges: each member of a cluster has its own, and servers on two members do not meet. Pure. */
export function networksSpanHosts(facts: HypervisorFacts): boolean {
  return !facts.isClustered || facts.members.length < 2
}

import type { NetworkTechnology } from '~/db/schema/catalogue'
import type { HypervisorFacts } from '~/db/schema/hypervisors'
import { type MemberPlan, type MemberRefusal, nameIn, planMember } from '../bind-zone/plan-member'

export type HypervisorPlan = {
  hosts: {
    member: string
    name: string
    capacity: MemberPlan['host']
    labels: MemberPlan['labels']
    /** Suggested by the hypervisor: its failure domain. Null when it has none. */
    rack: string | null
  }[]
  pool: { name: string; gibPhysical: number; gibReserved: number }
  images: MemberPlan['images']
}
export type PlanRefusal = Exclude<MemberRefusal, 'clustered'> | 'no_member' | 'same_name'
export type HypervisorDecision =
  | { outcome: 'usable'; plan: HypervisorPlan }
  | { outcome: 'refused'; reason: PlanRefusal; member: string | null }

/** Storage that every member sees as one space, so each member gets a share. */
const sharedDrivers: readonly string[] = ['ceph', 'lvmcluster', 'linstor', 'truenas']

/**
 * Plans what a zone sells on this hypervisor: each member that answers is a host. Volumes follow their servers and may
 * all end on the member with the least room, so local pools sell only as much volume space as that member has. Pure.
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
      // The images of the member that runs the most of them: placement sends a server to a member that runs its image.
      images: plans.map(({ plan }) => plan.images).reduce((a, b) => (b.length > a.length ? b : a)),
    },
  }
}

/** Returns the member that corresponds to this host; null when there is none. Pure. */
export function memberOfHost(code: string, facts: HypervisorFacts, hostName: string): string | null {
  return facts.members.find((member) => nameIn(code, member.name) === hostName)?.name ?? null
}

/** Returns the name of the host for this member. Pure. */
export function hostOfMember(code: string, member: string): string {
  return nameIn(code, member)
}

/** Private networks are OVN networks where an uplink for them exists, and bridges elsewhere. Pure. */
export function technologyOf(facts: HypervisorFacts): NetworkTechnology {
  return facts.uplink ? 'ovn' : 'bridges'
}

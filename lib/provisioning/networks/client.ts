import type { FirewallProtocol } from '~/db/schema/networks'
import type { Id } from '~/lib/kernel/ids'

type FirewallRuleView = {
  id: Id<'firewallRule'>
  protocol: FirewallProtocol
  ports: string | null
  source: string
  description: string
}
/** The private network of a project in a zone, with what may come into it. */
export type NetworkView = {
  id: Id<'network'>
  projectName: string
  zoneName: string
  zoneCode: string
  range: string
  /** The hypervisor has the rules as they are shown. */
  isApplied: boolean
  rules: FirewallRuleView[]
  servers: { id: Id<'instance'>; name: string; address: string }[]
}

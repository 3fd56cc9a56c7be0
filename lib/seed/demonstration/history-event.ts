import type { QuotaResource } from '~/lib/kernel/quota-resources'

type Quotas = Partial<Record<QuotaResource, number>>
type References = { serviceCode?: string; commitmentReference?: string; purchaseOrderNumber?: string }

/**
 * Orders and actions of each organisation, counted back from the day of seeding: `at` is days ago, `hour` in UTC.
 * Twelve complete months for those that started a year ago. Without `project`, in the default project.
 */
export type HistoryEvent = { at: number; hour: number } & HistoryAction

type HistoryAction =
  | {
      do: 'order'
      bundle: string
      zone: string
      name: string
      project?: string
      quantity?: number
      image?: string
      /** A network of the project in the zone, other than the default one. */
      network?: string
      /** The placement rule between its servers: a group with the line's name. */
      placement?: {
        relation: 'apart' | 'together'
        level: 'host' | 'rack' | 'room'
        strength: 'must' | 'should'
      }
      /** Instead of `placement`: the group with this name. */
      joins?: string
      /** With a commitment. */
      commitment?: { termMonths: 12 | 36; renewal: 'renew' | 'hourly' | 'silent' }
      tags?: Record<string, string>
      references?: References
    }
  | { do: 'stop' | 'start' | 'delete' | 'protect'; name: string }
  | { do: 'resize'; name: string; bundle: string }
  | { do: 'attach'; volume: string; name: string }
  | { do: 'snapshot'; volume: string; name: string }
  | { do: 'keep'; name: string; snapshot: string }
  /** From a stopped server. */
  | { do: 'image'; name: string; image: string }
  /** Stored in another zone. */
  | { do: 'backUp'; volume: string; name: string; zone: string }
  | { do: 'copy'; volume: string; name: string; bundle: string }
  | { do: 'schedule'; volume: string; atHour: number; keep: number }
  | { do: 'address'; zone: string; server: string; project?: string }
  /** HTTP on port 80, to the servers with the tag. */
  | { do: 'balancer'; zone: string; name: string; tag: { key: string; value: string }; project?: string }
  /** Lets traffic into the default network of the project in this zone. */
  | { do: 'allow'; zone: string; ports: string; source: string; description: string; project?: string }
  /** A further network; without an exit, nothing leaves it and nothing enters. */
  | { do: 'network'; zone: string; name: string; hasExit: boolean; project?: string }
  /** Servers get a second card, on this network. */
  | { do: 'connect'; network: string; names: readonly string[] }
  /** Attached to these servers; `from` is the range that the template `ssh` lets in. */
  | {
      do: 'ruleSet'
      name: string
      template: 'web' | 'database' | 'ssh' | 'closed'
      names: readonly string[]
      from?: string
      project?: string
    }
  /** A project with this share of the default project's quotas. */
  | { do: 'project'; name: string; costCentre: string; share: Quotas }
  /** Limits of the default project that a moderator grants. */
  | { do: 'quotas'; limits: Quotas; reason: string }

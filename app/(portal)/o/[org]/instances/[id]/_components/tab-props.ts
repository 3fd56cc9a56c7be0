import type { ReactNode } from 'react'
import type { InstancePage } from '~/app/_client/compute'
import type { ChangeWaits, CopyAccess, ServerChoice } from '~/lib/ordering/client'
import type { MetricSeries, ProbeView, ResizeChoice } from '~/lib/resources/client'
import type { CommitmentView } from '~/lib/usage/client'
import type { Rights } from './rights'
import type { useInstanceActions } from './use-instance-actions'

export type InstanceProps = {
  organisationId: string
  initial: InstancePage
  resizeChoices: readonly ResizeChoice[]
  serverChoices: readonly ServerChoice[]
  copyAccess: CopyAccess
  /** Waiting changes, and the amounts from which a change needs approval. */
  changeWaits: ChangeWaits
  /** Its commitment; null if hourly. */
  commitment: CommitmentView | null
  /** Outgoing traffic of the month; computed hourly, so it does not refresh with the page. */
  traffic: ReactNode
  /** False also for members who do not operate the server. */
  hasUserData: boolean
  /** The customer's probes, run every minute. */
  probes: readonly ProbeView[]
  /** The last hour's usage, with few points; null where nothing is measured. */
  glance: MetricSeries | null
  /** This month's availability against the objective. */
  level: ReactNode
  rights: Rights
}

/** What every part of the page gets: the current state of the server, and what follows from it. */
export type TabProps = InstanceProps & {
  page: InstancePage
  queryKey: readonly unknown[]
  act: ReturnType<typeof useInstanceActions>
  /** No action is left except removal from the list, or restoring it. */
  hasEnded: boolean
  /** Its host is lost: it exists nowhere until it has started elsewhere. */
  isLost: boolean
  /** Reachable only through its rescue system. */
  isInRescue: boolean
}

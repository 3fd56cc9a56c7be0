'use client'
import { onDemand } from '~/components/ui/on-demand'
import { AttachmentsCard } from './attachments-card'
import LastCopiesCard from './last-copies-card'
import type { TabProps } from './tab-props'

// Rendered in the browser only: a server-rendered button would ignore presses before its code loads.
const SnapshotsCard = onDemand(
  async () => (await import('./snapshots-card')).default,
  <div aria-hidden="true" className="card h-32" />,
)

/** Attached volumes, snapshots, and what would come back if the host were lost. */
export default function StorageTab({ organisationId, page, queryKey, rights, ...rest }: TabProps) {
  return (
    <div className="grid min-w-0 gap-4">
      <AttachmentsCard organisationId={organisationId} page={page} mayOperate={rights.operate} />
      {!rest.isLost && (
        <SnapshotsCard
          organisationId={organisationId}
          page={page}
          queryKey={queryKey}
          choices={rest.serverChoices}
          copyAccess={rest.copyAccess}
          waitsFrom={rest.changeWaits.kept}
          rights={rights}
        />
      )}
      {!rest.isLost && <LastCopiesCard organisationId={organisationId} copies={page.copies} />}
    </div>
  )
}

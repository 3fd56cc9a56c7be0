import { defineRoute } from '~/app/_server/define-route'
import { listVolumes } from '~/lib/compute'
import { listVolumesInput } from '~/lib/compute/schema'

/** What the list of volumes looks at again and again while it is open. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listVolumesInput },
  listVolumes,
)

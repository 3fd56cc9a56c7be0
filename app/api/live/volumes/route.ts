import { defineRoute } from '~/app/_server/define-route'
import { listVolumes } from '~/lib/resources'
import { listVolumesInput } from '~/lib/resources/schema'

/** What the list of volumes looks at again and again while it is open. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listVolumesInput },
  listVolumes,
)

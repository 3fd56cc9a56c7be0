import { defineRoute } from '~/app/_server/define-route'
import { listVolumes } from '~/lib/resources'
import { listVolumesInput } from '~/lib/resources/schema'

/** Polled by the list of volumes. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listVolumesInput },
  listVolumes,
)

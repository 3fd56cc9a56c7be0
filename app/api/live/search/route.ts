import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listInstances, listVolumes } from '~/lib/resources'
import { listInstancesInput, listVolumesInput } from '~/lib/resources/schema'

const shownMax = 8

/** Servers and volumes with a name, address or tag that contains the query. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({ q: z.string().min(1).max(100) }) },
  async (ctx, { q }) => {
    const instances = await listInstances(ctx, listInstancesInput.parse({ q }))
    const volumes = await listVolumes(ctx, listVolumesInput.parse({ q }))
    return {
      instances: instances.rows.slice(0, shownMax).map(({ id, name }) => ({ id, name })),
      volumes: volumes.rows.slice(0, shownMax).map(({ id, name }) => ({ id, name })),
    }
  },
)

import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listBalancers, listInstances, listVolumes } from '~/lib/resources'
import { listInstancesInput, listVolumesInput } from '~/lib/resources/schema'

const shownMax = 8

type Found = { id: string; name: string; health?: { since: string } | null }
/** `silentSince`: since when it should answer and does not. */
const found = ({ id, name, health }: Found) => ({ id, name, silentSince: health?.since ?? null })

/** Servers and volumes with a name, address or tag that contains the query, and load balancers with a name or address. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({ q: z.string().min(1).max(100) }) },
  async (ctx, { q }) => {
    const instances = await listInstances(ctx, listInstancesInput.parse({ q }))
    const volumes = await listVolumes(ctx, listVolumesInput.parse({ q }))
    const wanted = q.toLowerCase()
    const balancers = (await listBalancers(ctx, {})).filter(({ name, address, dnsNames }) =>
      [name, address ?? '', ...dnsNames].some((text) => text.toLowerCase().includes(wanted)),
    )
    return {
      balancers: balancers.slice(0, shownMax).map(({ id, name }) => ({ id, name })),
      instances: instances.rows.slice(0, shownMax).map(found),
      volumes: volumes.rows.slice(0, shownMax).map(found),
    }
  },
)

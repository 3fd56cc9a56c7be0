import { z } from 'zod'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { exportHosts } from '~/lib/datacentre'

/** All hosts, in the format of the import. */
export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: z.strictObject({}) },
  async (ctx) => {
    const { csv } = await exportHosts(ctx)
    return new FileAnswer(`hosts-${ctx.now.toISOString().slice(0, 10)}.csv`, 'text/csv; charset=utf-8', csv)
  },
)

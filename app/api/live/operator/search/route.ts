import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listOrganisations } from '~/lib/moderation'

const shownMax = 10

/** Organisations by name or identifier. */
export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: z.strictObject({ q: z.string().min(1).max(100) }) },
  async (ctx, { q }) => {
    const page = { text: q, state: null, order: 'name', direction: 'asc', page: 1 } as const
    const { entries } = await listOrganisations(ctx, page)
    return { organisations: entries.slice(0, shownMax).map(({ id, legalName }) => ({ id, legalName })) }
  },
)

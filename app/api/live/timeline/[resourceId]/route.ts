import { getTranslations } from 'next-intl/server'
import { defineRoute } from '~/app/_server/define-route'
import { readTimeline } from '~/lib/sla'
import { timelineInput } from '~/lib/sla/schema'

/** The events of a server or volume over a span, with translated names, which the page does not load. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: timelineInput },
  async (ctx, input) => {
    const view = await readTimeline(ctx, input)
    const [audit, compute] = [await getTranslations('audit'), await getTranslations('compute')]
    const event = (name: string) => {
      const key = `event.${name.replaceAll('.', '_')}`
      return audit.has(key as never) ? audit(key as never) : name
    }
    return {
      ...view,
      actions: view.actions?.map((action) => ({ ...action, label: event(action.event) })) ?? null,
      states: view.states.map((each) => ({ ...each, label: compute(`state.${each.state}` as never) })),
    }
  },
)

import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { showStatusFeed } from '~/lib/incidents'
import { noInput } from '~/lib/kernel/no-input'

/** Incidents and maintenance for feed readers. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: noInput },
  async (ctx) =>
    new FileAnswer('etat.atom', 'application/atom+xml; charset=utf-8', await showStatusFeed(ctx), 'inline'),
)

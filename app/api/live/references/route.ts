import { defineRoute } from '~/app/_server/define-route'
import { readReferenceRules } from '~/lib/ordering'
import { referenceRulesInput } from '~/lib/ordering/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: referenceRulesInput },
  readReferenceRules,
)

import { defineRoute } from '~/app/_server/define-route'
import { getRelocation } from '~/lib/planning'
import { relocationIdInput } from '~/lib/planning/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: relocationIdInput },
  getRelocation,
)

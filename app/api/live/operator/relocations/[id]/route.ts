import { defineRoute } from '~/app/_server/define-route'
import { getRelocation } from '~/lib/relocation'
import { relocationIdInput } from '~/lib/relocation/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: relocationIdInput },
  getRelocation,
)

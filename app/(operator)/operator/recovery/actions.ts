'use server'
import { defineAction } from '~/app/_server/define-action'
import { agreeToDatabase, allowComparison } from '~/lib/hypervisors'
import { agreeToDatabaseInput, allowComparisonInput } from '~/lib/hypervisors/schema'

export const agreeToDatabaseAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: agreeToDatabaseInput },
  agreeToDatabase,
)

export const allowComparisonAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: allowComparisonInput },
  allowComparison,
)

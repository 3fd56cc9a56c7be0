'use server'
import { defineAction } from '~/app/_server/define-action'
import { setForecastThreshold } from '~/lib/planning'
import { setForecastThresholdInput } from '~/lib/planning/schema'

export const setForecastThresholdAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setForecastThresholdInput },
  setForecastThreshold,
)

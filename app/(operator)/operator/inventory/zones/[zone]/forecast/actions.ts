'use server'
import { defineAction } from '~/app/_server/define-action'
import { setForecastThreshold } from '~/lib/relocation'
import { setForecastThresholdInput } from '~/lib/relocation/schema'

export const setForecastThresholdAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setForecastThresholdInput },
  setForecastThreshold,
)

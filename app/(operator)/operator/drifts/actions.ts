'use server'
import { defineAction } from '~/app/_server/define-action'
import { decideQuarantine, releaseDrift, releaseErasures } from '~/lib/hypervisors'
import { decideQuarantineInput, releaseDriftInput, releaseErasuresInput } from '~/lib/hypervisors/schema'

export const decideQuarantineAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideQuarantineInput },
  decideQuarantine,
)

export const releaseDriftAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: releaseDriftInput },
  releaseDrift,
)

export const releaseErasuresAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: releaseErasuresInput },
  releaseErasures,
)

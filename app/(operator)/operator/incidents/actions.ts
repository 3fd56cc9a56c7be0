'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  acceptIncident,
  decideExclusion,
  dismissIncident,
  explainIncident,
  openIncident,
  revokeExclusion,
  updateIncidentInPublic,
} from '~/lib/incidents'
import {
  acceptIncidentInput,
  decideExclusionInput,
  dismissIncidentInput,
  explainIncidentInput,
  openIncidentInput,
  revokeExclusionInput,
  updateIncidentInput,
} from '~/lib/incidents/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const openIncidentAction = defineAction({ ...staff, schema: openIncidentInput }, openIncident)

export const acceptIncidentAction = defineAction({ ...staff, schema: acceptIncidentInput }, acceptIncident)

export const dismissIncidentAction = defineAction({ ...staff, schema: dismissIncidentInput }, dismissIncident)

export const updateIncidentAction = defineAction(
  { ...staff, schema: updateIncidentInput },
  updateIncidentInPublic,
)

export const explainIncidentAction = defineAction({ ...staff, schema: explainIncidentInput }, explainIncident)

export const decideExclusionAction = defineAction({ ...staff, schema: decideExclusionInput }, decideExclusion)

export const revokeExclusionAction = defineAction({ ...staff, schema: revokeExclusionInput }, revokeExclusion)

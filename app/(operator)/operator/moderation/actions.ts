'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { acceptOrganisation, askOrganisation, liftCap, refuseOrganisation } from '~/lib/identity'
import {
  acceptOrganisationInput,
  askOrganisationInput,
  liftCapInput,
  refuseOrganisationInput,
} from '~/lib/identity/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const acceptOrganisationAction = defineAction(
  { ...staff, schema: acceptOrganisationInput },
  async (ctx, input) => {
    await acceptOrganisation(ctx, input)
    refresh()
  },
)

export const refuseOrganisationAction = defineAction(
  { ...staff, schema: refuseOrganisationInput },
  async (ctx, input) => {
    await refuseOrganisation(ctx, input)
    refresh()
  },
)

export const askOrganisationAction = defineAction(
  { ...staff, schema: askOrganisationInput },
  async (ctx, input) => {
    await askOrganisation(ctx, input)
    refresh()
  },
)

export const liftCapAction = defineAction({ ...staff, schema: liftCapInput }, async (ctx, input) => {
  await liftCap(ctx, input)
  refresh()
})

'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import {
  acceptOrganisation,
  askCase,
  askOrganisation,
  assignCase,
  holdCase,
  liftCap,
  refuseOrganisation,
} from '~/lib/moderation'
import {
  acceptOrganisationInput,
  askCaseInput,
  askOrganisationInput,
  assignCaseInput,
  holdCaseInput,
  liftCapInput,
  refuseOrganisationInput,
} from '~/lib/moderation/schema'
import { decideCases } from '~/lib/ordering'
import { decideCasesInput } from '~/lib/ordering/schema'

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

export const decideCasesAction = defineAction({ ...staff, schema: decideCasesInput }, async (ctx, input) => {
  const results = await decideCases(ctx, input)
  refresh()
  return results
})

export const askCaseAction = defineAction({ ...staff, schema: askCaseInput }, async (ctx, input) => {
  await askCase(ctx, input)
  refresh()
})

export const holdCaseAction = defineAction({ ...staff, schema: holdCaseInput }, async (ctx, input) => {
  await holdCase(ctx, input)
  refresh()
})

export const assignCaseAction = defineAction({ ...staff, schema: assignCaseInput }, async (ctx, input) => {
  await assignCase(ctx, input)
  refresh()
})

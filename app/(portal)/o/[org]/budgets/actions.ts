'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { addAlertRecipient, changeBudget, createBudget, endBudget, removeAlertRecipient } from '~/lib/budgets'
import {
  addRecipientInput,
  changeBudgetInput,
  createBudgetInput,
  endBudgetInput,
  removeRecipientInput,
} from '~/lib/budgets/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const createBudgetAction = defineAction(
  { ...organisation, schema: createBudgetInput },
  async (ctx, input) => {
    const made = await createBudget(ctx, input)
    refresh()
    return made
  },
)

export const changeBudgetAction = defineAction(
  { ...organisation, schema: changeBudgetInput },
  async (ctx, input) => {
    await changeBudget(ctx, input)
    refresh()
  },
)

export const endBudgetAction = defineAction(
  { ...organisation, schema: endBudgetInput },
  async (ctx, input) => {
    await endBudget(ctx, input)
    refresh()
  },
)

export const addAlertRecipientAction = defineAction(
  { ...organisation, schema: addRecipientInput },
  async (ctx, input) => {
    await addAlertRecipient(ctx, input)
    refresh()
  },
)

export const removeAlertRecipientAction = defineAction(
  { ...organisation, schema: removeRecipientInput },
  async (ctx, input) => {
    await removeAlertRecipient(ctx, input)
    refresh()
  },
)

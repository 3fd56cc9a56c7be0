'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { requestQuota, withdrawQuotaRequest } from '~/lib/budgets'
import { requestQuotaInput, withdrawQuotaRequestInput } from '~/lib/budgets/schema'
import { archiveProject, changeProject, createProject, shareQuota, tagProject } from '~/lib/identity'
import {
  archiveProjectInput,
  changeProjectInput,
  createProjectInput,
  shareQuotaInput,
  tagProjectInput,
} from '~/lib/identity/schema'

export const createProjectAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: createProjectInput },
  createProject,
)

export const changeProjectAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: changeProjectInput },
  async (ctx, input) => {
    await changeProject(ctx, input)
    refresh()
  },
)

export const tagProjectAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: tagProjectInput },
  async (ctx, input) => {
    await tagProject(ctx, input)
    refresh()
  },
)

export const archiveProjectAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: archiveProjectInput },
  async (ctx, input) => {
    await archiveProject(ctx, input)
    refresh()
  },
)

export const shareQuotaAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: shareQuotaInput },
  async (ctx, input) => {
    await shareQuota(ctx, input)
    refresh()
  },
)

export const requestQuotaAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: requestQuotaInput },
  async (ctx, input) => {
    const asked = await requestQuota(ctx, input)
    refresh()
    return asked
  },
)

export const withdrawQuotaRequestAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: withdrawQuotaRequestInput },
  async (ctx, input) => {
    await withdrawQuotaRequest(ctx, input)
    refresh()
  },
)

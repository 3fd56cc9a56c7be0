'use server'
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
  { surface: 'portal', scope: 'organisation', schema: changeProjectInput, refresh: true },
  changeProject,
)

export const tagProjectAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: tagProjectInput, refresh: true },
  tagProject,
)

export const archiveProjectAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: archiveProjectInput, refresh: true },
  archiveProject,
)

export const shareQuotaAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: shareQuotaInput, refresh: true },
  shareQuota,
)

export const requestQuotaAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: requestQuotaInput, refresh: true },
  requestQuota,
)

export const withdrawQuotaRequestAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: withdrawQuotaRequestInput, refresh: true },
  withdrawQuotaRequest,
)

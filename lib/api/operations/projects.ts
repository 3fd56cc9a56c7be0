import { z } from 'zod'
import { archiveProject, changeProject, createProject, listProjectChoices, tagProject } from '~/lib/identity'
import { changeProjectInput, createProjectInput } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { tagsField } from '~/lib/kernel/text/tags'
import { pageFrom } from '../cursor'
import { at, defineOperation } from '../define-operation'
import { named, pageOf, pageQuery } from '../fields'

const params = { projectId: idField('project') }
const path = '/v1/projects/{projectId}'

export const projects = [
  defineOperation({
    id: 'listProjects',
    method: 'GET',
    path: '/v1/projects',
    tag: 'projects',
    summary: 'List projects that are not archived, the newest first',
    permission: 'project:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(named(idField('project'))),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'projects', filter: null }, await listProjectChoices(ctx), query),
  }),
  defineOperation({
    id: 'createProject',
    method: 'POST',
    path: '/v1/projects',
    tag: 'projects',
    summary: 'Create a project',
    permission: 'project:manage',
    body: createProjectInput,
    status: 201,
    answer: z.object({ id: idField('project') }),
    async run({ ctx, body }) {
      const { id } = await createProject(ctx, body)
      return at(`/v1/projects/${id}`, { id })
    },
  }),
  defineOperation({
    id: 'updateProject',
    method: 'PATCH',
    path,
    tag: 'projects',
    summary: 'Name a project and its cost centre',
    permission: 'project:manage',
    params,
    body: changeProjectInput.omit({ projectId: true }),
    status: 204,
    answer: null,
    run: ({ ctx, params: { projectId }, body }) => changeProject(ctx, { projectId, ...body }),
  }),
  defineOperation({
    id: 'tagProject',
    method: 'POST',
    path: `${path}/tags`,
    tag: 'projects',
    summary: 'Replace the tags of a project',
    permission: 'project:manage',
    params,
    body: z.strictObject({ tags: tagsField }),
    status: 204,
    answer: null,
    run: ({ ctx, params: { projectId }, body: { tags } }) => tagProject(ctx, { projectId, tags }),
  }),
  defineOperation({
    id: 'archiveProject',
    method: 'POST',
    path: `${path}/archive`,
    tag: 'projects',
    summary: 'Archive an empty project',
    permission: 'project:manage',
    params,
    status: 204,
    answer: null,
    run: ({ ctx, params: { projectId } }) => archiveProject(ctx, { projectId }),
  }),
]

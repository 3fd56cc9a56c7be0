import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { tagsField } from '~/lib/kernel/text/tags'
import { requestChange } from '~/lib/ordering'
import {
  deleteInstance,
  enterRescue,
  findInstance,
  findInstances,
  leaveRescue,
  protectInstance,
  renameInstance,
  restartInstance,
  startInstance,
  stopInstance,
  tagInstance,
} from '~/lib/resources'
import { renameInstanceInput } from '~/lib/resources/schema'
import { readCursor, writeCursor } from '../cursor'
import { defineOperation } from '../define-operation'
import { euros, instant, money, named, pageOf, pageQuery, resourceTags } from '../fields'
import { begun, operationAnswer, readOperation } from './begun'
import { changeAnswer, health, oneField, projectRef, shapeChange, zoneRef } from './shared'

const instanceAnswer = z
  .object({
    id: idField('instance'),
    name: z.string(),
    state: z.string().describe('`creating`, `running`, `stopped`, `deleted` and the states between them.'),
    health,
    isProtected: z.boolean(),
    zone: zoneRef,
    project: projectRef,
    bundle: z.object({
      id: idField('bundle'),
      name: z.string(),
      vcpu: z.int(),
      memoryMib: z.int(),
      rootDiskGib: z.int(),
    }),
    image: named(idField('image')),
    address: z.string().nullable().describe('On its private network.'),
    address6: z.string().nullable(),
    tags: resourceTags,
    sshKeyIds: z.array(z.string()),
    monthlyPrice: money.describe('Of a full month of compute and root disk, without VAT.'),
    orderId: idField('order'),
    createdAt: instant,
    runningSince: instant.nullable(),
    deletedAt: instant.nullable(),
    purgeAfter: instant.nullable().describe('A deleted server can be restored until then.'),
    failureCode: z.string().nullable(),
  })
  .meta({ id: 'Instance', description: 'A server.' })

type View = Awaited<ReturnType<typeof findInstance>>

const shape = ({
  monthlyCents,
  order,
  orderLineId: _,
  image,
  ...view
}: View): z.input<typeof instanceAnswer> => ({
  ...view,
  image: { id: image.id, name: image.name },
  monthlyPrice: euros(monthlyCents),
  orderId: order.id,
})

const params = { instanceId: idField('instance') }
const read = async (ctx: OpContext, instanceId: Id<'instance'>) =>
  shape(await findInstance(ctx, { instanceId }))
const path = '/v1/instances/{instanceId}'
const list = 'instances'

/** An act that begins an operation. */
const act = (
  verb: string,
  id: string,
  summary: string,
  run: (ctx: OpContext, input: { instanceId: Id<'instance'> }) => Promise<{ sagaId: Id<'saga'> }>,
) =>
  defineOperation({
    id,
    method: 'POST',
    path: `${path}/${verb}`,
    tag: 'instances',
    summary,
    permission: 'instance:operate',
    params,
    status: 202,
    answer: operationAnswer,
    run: async ({ ctx, params: input }) => begun(ctx, await run(ctx, input)),
  })

export const instances = [
  defineOperation({
    id: 'listInstances',
    method: 'GET',
    path: '/v1/instances',
    tag: 'instances',
    summary: 'List servers, the newest first',
    permission: 'instance:read',
    query: {
      ...pageQuery,
      zone: z.string().max(20).optional().describe('Code of a zone.'),
      projectId: idField('project').optional(),
      tag: z.string().max(100).optional().describe('`key` or `key:value`.'),
      text: z.string().trim().min(1).max(100).optional().describe('In the name, an address or the id.'),
    },
    status: 200,
    answer: pageOf(instanceAnswer),
    async run({ ctx, query: { limit, cursor, projectId, ...filter } }) {
      const of = { name: list, filter: { ...filter, projectId } }
      const [after = null] = (readCursor(ctx, of, cursor) ?? []) as Id<'instance'>[]
      const found = await findInstances(ctx, {
        filter: { ...filter, project: projectId },
        after,
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(shape),
        nextCursor: found.length > limit && last ? writeCursor(ctx, of, [last.id]) : null,
      }
    },
  }),
  defineOperation({
    id: 'getInstance',
    method: 'GET',
    path,
    tag: 'instances',
    summary: 'Read a server',
    permission: 'instance:read',
    params,
    status: 200,
    answer: instanceAnswer,
    run: ({ ctx, params: { instanceId } }) => read(ctx, instanceId),
  }),
  defineOperation({
    id: 'updateInstance',
    method: 'PATCH',
    path,
    tag: 'instances',
    summary: 'Rename, tag, protect or unprotect a server',
    description: 'One field in each request.',
    permission: 'instance:operate',
    asksProof: true,
    params,
    body: z
      .strictObject({
        name: renameInstanceInput.shape.name.optional(),
        tags: tagsField.optional(),
        isProtected: z.boolean().optional().describe('A protected server cannot be deleted.'),
      })
      .refine(oneField, 'one_field'),
    status: 200,
    answer: instanceAnswer,
    readBy: 'getInstance',
    async run({ ctx, params: { instanceId }, body: { name, tags, isProtected } }) {
      if (name !== undefined) await renameInstance(ctx, { instanceId, name })
      if (tags !== undefined) await tagInstance(ctx, { instanceId, tags })
      if (isProtected !== undefined) await protectInstance(ctx, { instanceId, isProtected })
      return read(ctx, instanceId)
    },
  }),
  defineOperation({
    id: 'deleteInstance',
    method: 'DELETE',
    path,
    tag: 'instances',
    summary: 'Delete a server',
    description: 'It is kept for 72 hours, in which it can be restored.',
    permission: 'instance:delete',
    asksProof: true,
    params,
    query: {
      detachVolumes: z
        .enum(['true', 'false'])
        .default('false')
        .describe('Volumes stay; attached ones refuse the deletion unless they are detached.'),
      acceptedExitCents: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .describe('The price of leaving its commitment, in cents, when it has one.'),
    },
    status: 200,
    answer: z.object({
      outcome: z.enum(['deleting', 'removed']),
      operation: operationAnswer.nullable().describe('Null for one that was never made.'),
    }),
    readBy: 'getInstance',
    async run({ ctx, params: { instanceId }, query: { detachVolumes, acceptedExitCents } }) {
      const deletion = await deleteInstance(ctx, {
        instanceId,
        detachVolumes: detachVolumes === 'true',
        acceptedExitCents,
      })
      const operation = deletion.outcome === 'deleting' ? await readOperation(ctx, deletion.sagaId) : null
      return { outcome: deletion.outcome, operation }
    },
  }),
  act('start', 'startInstance', 'Start a server', startInstance),
  act('stop', 'stopInstance', 'Stop a server', stopInstance),
  act('restart', 'restartInstance', 'Restart a server', restartInstance),
  act('enter-rescue', 'enterRescue', 'Start a server with a rescue system', enterRescue),
  act('leave-rescue', 'leaveRescue', 'Start a server with its own system again', leaveRescue),
  defineOperation({
    id: 'resizeInstance',
    method: 'POST',
    path: `${path}/resize`,
    tag: 'instances',
    summary: 'Give a server another bundle',
    permission: 'instance:operate',
    params,
    body: z.strictObject({ bundleId: idField('bundle') }),
    status: 202,
    answer: changeAnswer,
    run: async ({ ctx, params: { instanceId }, body: { bundleId } }) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'resize_instance', instanceId, bundleId })),
  }),
  defineOperation({
    id: 'restoreInstance',
    method: 'POST',
    path: `${path}/restore`,
    tag: 'instances',
    summary: 'Restore a deleted server',
    permission: 'instance:operate',
    params,
    status: 202,
    answer: changeAnswer,
    run: async ({ ctx, params: { instanceId } }) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'restore_instance', instanceId })),
  }),
  defineOperation({
    id: 'snapshotInstance',
    method: 'POST',
    path: `${path}/snapshots`,
    tag: 'instances',
    summary: 'Take a snapshot of the root disk of a server',
    permission: 'instance:operate',
    params,
    body: z.strictObject({ name: renameInstanceInput.shape.name }),
    status: 202,
    answer: changeAnswer,
    run: async ({ ctx, params: { instanceId }, body: { name } }) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'take_instance_snapshot', instanceId, name })),
  }),
]

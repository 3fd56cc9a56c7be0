import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { tagsField } from '~/lib/kernel/text/tags'
import { requestChange } from '~/lib/ordering'
import {
  attachVolume,
  deleteVolume,
  detachVolume,
  findVolume,
  findVolumes,
  protectVolume,
  renameVolume,
  restoreVolume,
  tagVolume,
} from '~/lib/resources'
import { renameVolumeInput } from '~/lib/resources/schema'
import { readCursor, writeCursor } from '../cursor'
import { defineOperation } from '../define-operation'
import { euros, instant, money, named, pageOf, pageQuery, resourceTags } from '../fields'
import { begun, operationAnswer } from './begun'
import { changeAnswer, health, oneField, projectRef, shapeChange, zoneRef } from './shared'

const volumeAnswer = z
  .object({
    id: idField('volume'),
    name: z.string(),
    state: z.string(),
    health,
    isProtected: z.boolean(),
    zone: zoneRef,
    project: projectRef,
    bundle: named(idField('bundle')),
    sizeGib: z.int(),
    volumeClass: z.string().describe('`fast`, `standard` or `archive`.'),
    attachedInstance: named(idField('instance')).nullable(),
    tags: resourceTags,
    monthlyPrice: money.describe('Of a full month, without VAT.'),
    orderId: idField('order'),
    createdAt: instant,
    deletedAt: instant.nullable(),
    purgeAfter: instant.nullable().describe('A deleted volume can be restored until then.'),
    failureCode: z.string().nullable(),
  })
  .meta({ id: 'Volume', description: 'A volume.' })

type View = Awaited<ReturnType<typeof findVolume>>

const shape = ({ monthlyCents, order, bundle, ...view }: View): z.input<typeof volumeAnswer> => ({
  ...view,
  health: view.health && { since: view.health.since, by: 'probes' },
  bundle: { id: bundle.id, name: bundle.name },
  monthlyPrice: euros(monthlyCents),
  orderId: order.id,
})

const params = { volumeId: idField('volume') }
const read = async (ctx: OpContext, volumeId: Id<'volume'>) => shape(await findVolume(ctx, { volumeId }))
const path = '/v1/volumes/{volumeId}'
const onServer = z.strictObject({ instanceId: idField('instance') })

export const volumes = [
  defineOperation({
    id: 'listVolumes',
    method: 'GET',
    path: '/v1/volumes',
    tag: 'volumes',
    summary: 'List volumes, the newest first',
    permission: 'instance:read',
    query: {
      ...pageQuery,
      zone: z.string().max(20).optional().describe('Code of a zone.'),
      projectId: idField('project').optional(),
      instanceId: idField('instance').optional().describe('Attached to this server.'),
      tag: z.string().max(100).optional().describe('`key` or `key:value`.'),
    },
    status: 200,
    answer: pageOf(volumeAnswer),
    async run({ ctx, query: { limit, cursor, projectId, ...filter } }) {
      const of = { name: 'volumes', filter: { ...filter, projectId } }
      const [after = null] = (readCursor(ctx, of, cursor) ?? []) as Id<'volume'>[]
      const found = await findVolumes(ctx, {
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
    id: 'getVolume',
    method: 'GET',
    path,
    tag: 'volumes',
    summary: 'Read a volume',
    permission: 'instance:read',
    params,
    status: 200,
    answer: volumeAnswer,
    run: ({ ctx, params: { volumeId } }) => read(ctx, volumeId),
  }),
  defineOperation({
    id: 'updateVolume',
    method: 'PATCH',
    path,
    tag: 'volumes',
    summary: 'Rename, tag, protect or unprotect a volume',
    description: 'One field in each request.',
    permission: 'instance:operate',
    asksProof: true,
    params,
    body: z
      .strictObject({
        name: renameVolumeInput.shape.name.optional(),
        tags: tagsField.optional(),
        isProtected: z.boolean().optional().describe('A protected volume cannot be deleted.'),
      })
      .refine(oneField, 'one_field'),
    status: 200,
    answer: volumeAnswer,
    readBy: 'getVolume',
    async run({ ctx, params: { volumeId }, body: { name, tags, isProtected } }) {
      if (name !== undefined) await renameVolume(ctx, { volumeId, name })
      if (tags !== undefined) await tagVolume(ctx, { volumeId, tags })
      if (isProtected !== undefined) await protectVolume(ctx, { volumeId, isProtected })
      return read(ctx, volumeId)
    },
  }),
  defineOperation({
    id: 'deleteVolume',
    method: 'DELETE',
    path,
    tag: 'volumes',
    summary: 'Delete a volume',
    description: 'It is kept for 72 hours, in which it can be restored.',
    permission: 'instance:delete',
    asksProof: true,
    params,
    query: {
      acceptedExitCents: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .describe('The price of leaving its commitment, in cents, when it has one.'),
    },
    status: 200,
    answer: z.object({ outcome: z.enum(['deleted', 'removed']) }),
    readBy: 'getVolume',
    run: ({ ctx, params: { volumeId }, query: { acceptedExitCents } }) =>
      deleteVolume(ctx, { volumeId, acceptedExitCents }),
  }),
  defineOperation({
    id: 'attachVolume',
    method: 'POST',
    path: `${path}/attach`,
    tag: 'volumes',
    summary: 'Attach a volume to a server of its zone',
    permission: 'instance:operate',
    params,
    body: onServer,
    status: 202,
    answer: operationAnswer,
    run: async ({ ctx, params: { volumeId }, body: { instanceId } }) =>
      begun(ctx, await attachVolume(ctx, { volumeId, instanceId })),
  }),
  defineOperation({
    id: 'detachVolume',
    method: 'POST',
    path: `${path}/detach`,
    tag: 'volumes',
    summary: 'Detach a volume from its server',
    permission: 'instance:operate',
    params,
    body: onServer,
    status: 202,
    answer: operationAnswer,
    run: async ({ ctx, params: { volumeId }, body: { instanceId } }) =>
      begun(ctx, await detachVolume(ctx, { volumeId, instanceId })),
  }),
  defineOperation({
    id: 'restoreVolume',
    method: 'POST',
    path: `${path}/restore`,
    tag: 'volumes',
    summary: 'Restore a deleted volume',
    permission: 'instance:operate',
    params,
    status: 200,
    answer: volumeAnswer,
    async run({ ctx, params: { volumeId } }) {
      await restoreVolume(ctx, { volumeId })
      return read(ctx, volumeId)
    },
  }),
  defineOperation({
    id: 'growVolume',
    method: 'POST',
    path: `${path}/grow`,
    tag: 'volumes',
    summary: 'Give a volume a larger bundle',
    permission: 'instance:operate',
    params,
    body: z.strictObject({ bundleId: idField('bundle') }),
    status: 202,
    answer: changeAnswer,
    run: async ({ ctx, params: { volumeId }, body: { bundleId } }) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'grow_volume', volumeId, bundleId })),
  }),
  defineOperation({
    id: 'snapshotVolume',
    method: 'POST',
    path: `${path}/snapshots`,
    tag: 'volumes',
    summary: 'Take a snapshot of a volume',
    permission: 'instance:operate',
    params,
    body: z.strictObject({ name: renameVolumeInput.shape.name }),
    status: 202,
    answer: changeAnswer,
    run: async ({ ctx, params: { volumeId }, body: { name } }) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'take_snapshot', volumeId, name })),
  }),
]

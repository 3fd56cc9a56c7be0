import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { reserveAddress } from '~/lib/ordering'
import { reserveAddressInput } from '~/lib/ordering/schema'
import {
  attachAddress,
  createNetwork,
  deleteNetwork,
  detachAddress,
  listAddresses,
  listNetworks,
  peerNetworks,
  releaseAddress,
  renameNetwork,
  unpeerNetworks,
} from '~/lib/resources'
import { createNetworkInput, renameNetworkInput } from '~/lib/resources/schema'
import { pageFrom } from '../cursor'
import { defineOperation } from '../define-operation'
import { instant, named, pageOf, pageQuery } from '../fields'

const networkAnswer = z
  .object({
    id: idField('network'),
    name: z.string(),
    isDefault: z.boolean(),
    hasExit: z.boolean().describe('False: nothing leaves it and nothing enters.'),
    isDeleting: z.boolean(),
    projectName: z.string(),
    zoneCode: z.string(),
    range: z.string(),
    range6: z.string().nullable(),
  })
  .meta({ id: 'Network', description: 'A private network.' })

const addressAnswer = z
  .object({
    id: idField('publicAddress'),
    address: z.string(),
    projectId: idField('project'),
    zoneId: idField('zone'),
    zoneCode: z.string(),
    server: named(idField('instance')).nullable(),
    balancer: named(idField('balancer')).nullable(),
    isApplied: z.boolean().describe('The hypervisor has applied the attachment.'),
    reservedAt: instant,
  })
  .meta({ id: 'PublicAddress', description: 'A public IPv4 address.' })

const networkId = { networkId: idField('network') }
const addressId = { addressId: idField('publicAddress') }
const peer = z.strictObject({ peerId: idField('network') })

const { idempotencyKey: _, ...reserveShape } = reserveAddressInput.shape

export const networks = [
  defineOperation({
    id: 'listNetworks',
    method: 'GET',
    path: '/v1/networks',
    tag: 'networks',
    summary: 'List private networks, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(networkAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'networks', filter: null }, await listNetworks(ctx), query),
  }),
  defineOperation({
    id: 'createNetwork',
    method: 'POST',
    path: '/v1/networks',
    tag: 'networks',
    summary: 'Create a private network',
    permission: 'instance:operate',
    body: createNetworkInput,
    status: 201,
    answer: z.object({ id: idField('network'), range: z.string() }),
    run: ({ ctx, body }) => createNetwork(ctx, body),
  }),
  defineOperation({
    id: 'renameNetwork',
    method: 'PATCH',
    path: '/v1/networks/{networkId}',
    tag: 'networks',
    summary: 'Rename a private network',
    permission: 'instance:operate',
    params: networkId,
    body: renameNetworkInput.omit({ networkId: true }),
    status: 204,
    answer: null,
    run: ({ ctx, params, body }) => renameNetwork(ctx, { ...params, ...body }),
  }),
  defineOperation({
    id: 'deleteNetwork',
    method: 'DELETE',
    path: '/v1/networks/{networkId}',
    tag: 'networks',
    summary: 'Delete a private network without servers',
    permission: 'instance:operate',
    params: networkId,
    status: 204,
    answer: null,
    run: ({ ctx, params }) => deleteNetwork(ctx, params),
  }),
  defineOperation({
    id: 'peerNetworks',
    method: 'POST',
    path: '/v1/networks/{networkId}/peer',
    tag: 'networks',
    summary: 'Let two networks reach each other',
    permission: 'instance:operate',
    params: networkId,
    body: peer,
    status: 204,
    answer: null,
    run: ({ ctx, params, body }) => peerNetworks(ctx, { ...params, ...body }),
  }),
  defineOperation({
    id: 'unpeerNetworks',
    method: 'POST',
    path: '/v1/networks/{networkId}/unpeer',
    tag: 'networks',
    summary: 'Separate two networks again',
    permission: 'instance:operate',
    params: networkId,
    body: peer,
    status: 204,
    answer: null,
    run: ({ ctx, params, body }) => unpeerNetworks(ctx, { ...params, ...body }),
  }),
  defineOperation({
    id: 'listAddresses',
    method: 'GET',
    path: '/v1/addresses',
    tag: 'addresses',
    summary: 'List public addresses, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(addressAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'addresses', filter: null }, (await listAddresses(ctx)).addresses, query),
  }),
  defineOperation({
    id: 'reserveAddress',
    method: 'POST',
    path: '/v1/addresses',
    tag: 'addresses',
    summary: 'Reserve a public address',
    permission: 'order:place',
    body: z.strictObject(reserveShape),
    status: 201,
    answer: z.object({
      outcome: z.enum(['reserved', 'held']),
      addressId: idField('publicAddress').nullable(),
      address: z.string().nullable(),
      orderId: idField('order').nullable().describe('The order that waits for a decision.'),
    }),
    keepsKey: true,
    async run({ ctx, body, key }) {
      const done = await reserveAddress(ctx, { ...body, idempotencyKey: key })
      return done.outcome === 'held'
        ? { outcome: 'held' as const, addressId: null, address: null, orderId: done.orderId }
        : { outcome: 'reserved' as const, addressId: done.addressId, address: done.address, orderId: null }
    },
  }),
  defineOperation({
    id: 'attachAddress',
    method: 'POST',
    path: '/v1/addresses/{addressId}/attach',
    tag: 'addresses',
    summary: 'Lead a public address to a server',
    permission: 'instance:operate',
    params: addressId,
    body: z.strictObject({ instanceId: idField('instance') }),
    status: 204,
    answer: null,
    run: ({ ctx, params, body }) => attachAddress(ctx, { ...params, ...body }),
  }),
  defineOperation({
    id: 'detachAddress',
    method: 'POST',
    path: '/v1/addresses/{addressId}/detach',
    tag: 'addresses',
    summary: 'Take a public address from its server',
    permission: 'instance:operate',
    params: addressId,
    status: 204,
    answer: null,
    run: ({ ctx, params }) => detachAddress(ctx, params),
  }),
  defineOperation({
    id: 'releaseAddress',
    method: 'DELETE',
    path: '/v1/addresses/{addressId}',
    tag: 'addresses',
    summary: 'Give a public address back',
    permission: 'instance:operate',
    params: addressId,
    status: 204,
    answer: null,
    run: ({ ctx, params }) => releaseAddress(ctx, params),
  }),
]

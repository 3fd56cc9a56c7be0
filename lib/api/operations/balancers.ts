import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { orderBalancer } from '~/lib/ordering'
import { orderBalancerInput } from '~/lib/ordering/schema'
import {
  changeBalancer,
  deleteBalancer,
  deleteCertificate,
  listBalancers,
  listCertificates,
  orderCertificate,
  readBalancer,
  renameBalancer,
  replaceCertificate,
  retryCertificate,
  uploadCertificate,
} from '~/lib/resources'
import {
  balancerIdInput,
  certificateIdInput,
  changeBalancerInput,
  orderCertificateInput,
  renameBalancerInput,
  replaceCertificateInput,
  uploadCertificateInput,
} from '~/lib/resources/schema'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { euros, instant, money, named, pageOf, pageQuery } from '../fields'
import { operationAnswer, readOperation } from './begun'
import { projectRef, zoneRef } from './shared'

const listener = z.object({
  port: z.int(),
  protocol: z.enum(['tcp', 'http', 'https']),
  certificateId: idField('certificate').nullable(),
  redirectsToHttps: z.boolean(),
})
const balancerSummary = z
  .object({
    id: idField('balancer'),
    name: z.string(),
    state: z.enum(['creating', 'active', 'failed', 'deleting', 'deleted']),
    project: projectRef,
    zone: zoneRef,
    network: named(idField('network')),
    address: z.string().nullable(),
    listeners: z.array(listener),
    isServing: z.boolean().nullable().describe('Null before the first observation.'),
    isApplied: z.boolean().describe('Its settings are those in force.'),
    servers: z.object({ up: z.int(), total: z.int() }),
  })
  .meta({ id: 'BalancerSummary' })
const balancerAnswer = balancerSummary
  .extend({
    settings: changeBalancerInput.shape.settings,
    backends: z.array(
      z.object({
        instanceId: idField('instance'),
        name: z.string(),
        address: z.string(),
        health: z.enum(['up', 'down', 'unknown']),
        isDraining: z.boolean(),
        connections: z.int(),
      }),
    ),
    poolDownSince: instant.nullable(),
    monthlyPrice: money.describe('Of a full month, without VAT.'),
    createdAt: instant,
  })
  .meta({ id: 'Balancer', description: 'A load balancer.' })

const certificateAnswer = z
  .object({
    id: idField('certificate'),
    name: z.string(),
    projectId: idField('project'),
    hostNames: z.array(z.string()),
    validFrom: instant.nullable(),
    validTo: instant.nullable(),
    fingerprint: z.string().nullable(),
    state: z.string(),
    usedBy: z.array(named(idField('balancer'))),
  })
  .meta({ id: 'Certificate', description: 'A certificate that load balancers present.' })
const made = z.object({ id: idField('certificate'), name: z.string() })

const params = { balancerId: idField('balancer') }
const path = '/v1/balancers/{balancerId}' as const
const read = async (ctx: Parameters<typeof readBalancer>[0], input: Parameters<typeof readBalancer>[1]) => {
  const balancer = await readBalancer(ctx, input)
  return { ...balancer, monthlyPrice: euros(balancer.monthlyCents) }
}

export const balancers = [
  defineOperation({
    id: 'listBalancers',
    method: 'GET',
    path: '/v1/balancers',
    tag: 'balancers',
    summary: 'List load balancers, the newest first',
    permission: 'instance:read',
    query: { ...pageQuery, projectId: idField('project').optional() },
    status: 200,
    answer: pageOf(balancerSummary),
    run: async ({ ctx, query: { projectId, ...page } }) =>
      pageFrom(
        ctx,
        { name: 'balancers', filter: projectId ?? null },
        await listBalancers(ctx, { projectId }),
        page,
      ),
  }),
  defineOperation({
    id: 'getBalancer',
    method: 'GET',
    path,
    tag: 'balancers',
    summary: 'Read a load balancer with its settings and the health of its servers',
    permission: 'instance:read',
    params,
    status: 200,
    answer: balancerAnswer,
    run: ({ ctx, params: { balancerId } }) => read(ctx, { balancerId }),
  }),
  defineChange({
    id: 'orderBalancer',
    path: '/v1/balancers',
    tag: 'balancers',
    summary: 'Order a load balancer',
    permission: 'order:place',
    input: orderBalancerInput,
    status: 201,
    answer: z.object({ orderId: idField('order'), number: z.string(), isHeld: z.boolean() }),
    run: (ctx, input) => orderBalancer(ctx, input),
  }),
  defineOperation({
    id: 'changeBalancer',
    method: 'PATCH',
    path,
    tag: 'balancers',
    summary: 'Replace the settings of a load balancer',
    description: 'Settings that open SSH or RDP to everyone need `confirm`.',
    permission: 'instance:operate',
    params,
    body: z.strictObject({
      settings: changeBalancerInput.shape.settings,
      confirm: changeBalancerInput.shape.confirm,
    }),
    status: 200,
    answer: balancerAnswer,
    readBy: 'getBalancer',
    async run({ ctx, params: { balancerId }, body }) {
      await changeBalancer(ctx, { balancerId, ...body })
      return read(ctx, { balancerId })
    },
  }),
  defineChange({
    id: 'renameBalancer',
    path: `${path}/rename`,
    tag: 'balancers',
    summary: 'Rename a load balancer',
    permission: 'instance:operate',
    input: renameBalancerInput,
    run: renameBalancer,
  }),
  defineChange({
    id: 'deleteBalancer',
    method: 'DELETE',
    path,
    tag: 'balancers',
    summary: 'Delete a load balancer',
    permission: 'instance:delete',
    asksProof: true,
    input: balancerIdInput,
    answer: z.object({
      operation: operationAnswer.nullable().describe('Null for one that was never made.'),
    }),
    readBy: 'getBalancer',
    async run(ctx, input) {
      const { sagaId } = await deleteBalancer(ctx, input)
      return { operation: sagaId && (await readOperation(ctx, sagaId)) }
    },
  }),
  defineOperation({
    id: 'listCertificates',
    method: 'GET',
    path: '/v1/certificates',
    tag: 'balancers',
    summary: 'List certificates, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(certificateAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(
        ctx,
        { name: 'certificates', filter: null },
        (await listCertificates(ctx)).certificates,
        query,
      ),
  }),
  defineChange({
    id: 'uploadCertificate',
    path: '/v1/certificates',
    tag: 'balancers',
    summary: 'Upload a certificate and its key',
    permission: 'instance:operate',
    input: uploadCertificateInput,
    status: 201,
    answer: made,
    run: uploadCertificate,
  }),
  defineChange({
    id: 'replaceCertificate',
    path: '/v1/certificates/{certificateId}/replace',
    tag: 'balancers',
    summary: 'Replace a certificate and its key',
    permission: 'instance:operate',
    input: replaceCertificateInput,
    run: replaceCertificate,
  }),
  defineChange({
    id: 'orderCertificate',
    path: `${path}/certificates`,
    tag: 'balancers',
    summary: 'Order a certificate for names that lead to a load balancer',
    permission: 'instance:operate',
    input: orderCertificateInput.extend({
      hostNames: z.array(z.string().max(253)).min(1, 'required').max(10, 'acme_names'),
    }),
    status: 201,
    answer: made,
    run: (ctx, input) => orderCertificate(ctx, input),
  }),
  defineChange({
    id: 'retryCertificate',
    path: '/v1/certificates/{certificateId}/retry',
    tag: 'balancers',
    summary: 'Try again to obtain a certificate',
    permission: 'instance:operate',
    input: certificateIdInput,
    run: retryCertificate,
  }),
  defineChange({
    id: 'deleteCertificate',
    method: 'DELETE',
    path: '/v1/certificates/{certificateId}',
    tag: 'balancers',
    summary: 'Delete a certificate that nothing uses',
    permission: 'instance:operate',
    asksProof: true,
    input: certificateIdInput,
    run: deleteCertificate,
  }),
]

import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { checkUserData, retryBalancer, retryProvisioning, retryVolume } from '~/lib/ordering'
import { checkUserDataInput } from '~/lib/ordering/schema'
import { chooseMoveSlot, listOwnMoves } from '~/lib/relocation'
import { chooseMoveSlotInput } from '~/lib/relocation/schema'
import {
  changeProbe,
  connectToNetwork,
  createProbe,
  disconnectFromNetwork,
  getInstanceMetrics,
  operateInstances,
  readProbes,
  readTraffic,
  readUserData,
  removeProbe,
  repairPlacement,
  requestReachTest,
} from '~/lib/resources'
import {
  balancerIdInput,
  changeProbeInput,
  connectToNetworkInput,
  createProbeInput,
  disconnectFromNetworkInput,
  instanceIdInput,
  instanceMetricsInput,
  operateInstancesInput,
  removeProbeInput,
  volumeIdInput,
} from '~/lib/resources/schema'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { euros, instant, money } from '../fields'
import { begun, operationAnswer } from './begun'

const params = { instanceId: idField('instance') }
const path = '/v1/instances/{instanceId}' as const

const probeAnswer = z
  .object({
    id: idField('instanceProbe'),
    name: z.string(),
    protocol: z.enum(['icmp', 'tcp', 'http']),
    port: z.int().nullable(),
    alertAfter: z.int().describe('Failed readings in a row.'),
    alertsByMail: z.boolean(),
    reading: z.enum(['up', 'down', 'unknown']).nullable(),
    since: instant.nullable(),
    isAlerted: z.boolean(),
  })
  .meta({ id: 'Probe', description: 'A regular test of a server from outside.' })

export const serverCare = [
  defineChange({
    id: 'operateInstances',
    path: '/v1/instances/operate',
    tag: 'instances',
    summary: 'Start or stop several servers',
    description: 'Each for itself: the answer names the refusal of each.',
    permission: 'instance:operate',
    input: operateInstancesInput,
    answer: z.object({
      instances: z.array(
        z.object({ instanceId: idField('instance'), refusal: z.string().nullable().describe('Its code.') }),
      ),
    }),
    run: async (ctx, input) => ({ instances: await operateInstances(ctx, input) }),
  }),
  defineChange({
    id: 'retryInstance',
    path: `${path}/retry`,
    tag: 'instances',
    summary: 'Try again to make a server that failed',
    permission: 'order:place',
    input: instanceIdInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, input) => begun(ctx, await retryProvisioning(ctx, input)),
  }),
  defineChange({
    id: 'retryVolume',
    path: '/v1/volumes/{volumeId}/retry',
    tag: 'volumes',
    summary: 'Try again to make a volume that failed',
    permission: 'order:place',
    input: volumeIdInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, input) => begun(ctx, await retryVolume(ctx, input)),
  }),
  defineChange({
    id: 'retryBalancer',
    path: '/v1/balancers/{balancerId}/retry',
    tag: 'balancers',
    summary: 'Try again to make a load balancer that failed',
    permission: 'order:place',
    input: balancerIdInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, input) => begun(ctx, await retryBalancer(ctx, input)),
  }),
  defineChange({
    id: 'repairPlacement',
    path: `${path}/repair-placement`,
    tag: 'instances',
    summary: 'Move a server so that the rule of its placement group holds again',
    permission: 'instance:operate',
    input: instanceIdInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, input) => begun(ctx, await repairPlacement(ctx, input)),
  }),
  defineChange({
    id: 'testReach',
    path: `${path}/test-reach`,
    tag: 'instances',
    summary: 'Test from outside whether a server can be reached',
    description: 'The result comes with the next reading of the server.',
    permission: 'instance:operate',
    input: instanceIdInput,
    run: requestReachTest,
  }),
  defineOperation({
    id: 'getUserData',
    method: 'GET',
    path: `${path}/user-data`,
    tag: 'instances',
    summary: 'Read the user data of a server',
    permission: 'instance:operate',
    params,
    status: 200,
    answer: z.object({ userData: z.string() }),
    run: ({ ctx, params: { instanceId } }) => readUserData(ctx, { instanceId }),
  }),
  defineChange({
    id: 'checkUserData',
    path: '/v1/user-data/check',
    tag: 'orders',
    summary: 'Check user data before an order',
    permission: 'order:place',
    input: checkUserDataInput,
    answer: z.object({
      fault: z.record(z.string(), z.unknown()).nullable().describe('Why an order would be refused.'),
      warnings: z.array(z.record(z.string(), z.unknown())),
    }),
    async run(ctx, input) {
      const { fault, warnings } = await checkUserData(ctx, input)
      return { fault: fault && { ...fault }, warnings: warnings.map((each) => ({ ...each })) }
    },
  }),
  defineOperation({
    id: 'getInstanceMetrics',
    method: 'GET',
    path: `${path}/metrics`,
    tag: 'instances',
    summary: 'Read the load of a server over time',
    permission: 'instance:read',
    params,
    query: { range: instanceMetricsInput.shape.range },
    status: 200,
    answer: z.object({
      from: instant,
      to: instant,
      stepSeconds: z.int(),
      points: z.array(
        z.object({
          at: instant,
          cpuMilli: z.number().describe('Thousandths of one processor.'),
          memoryMib: z.number(),
          diskMib: z.number().nullable(),
          receivedBytesPerSecond: z.number(),
          sentBytesPerSecond: z.number(),
        }),
      ),
    }),
    async run({ ctx, params: { instanceId }, query: { range } }) {
      const { points, ...rest } = await getInstanceMetrics(ctx, { id: instanceId, range })
      return { ...rest, points: points.map((each) => ({ ...each, at: new Date(each.at).toISOString() })) }
    },
  }),
  defineOperation({
    id: 'getInstanceTraffic',
    method: 'GET',
    path: `${path}/traffic`,
    tag: 'instances',
    summary: 'Read what a server has sent to the internet this month',
    permission: 'instance:read',
    params,
    status: 200,
    answer: z.object({
      usedMebibytes: z.number(),
      countedUntil: instant.nullable(),
      price: money.nullable().describe('Of what exceeds the included traffic; null where it is free.'),
    }),
    async run({ ctx, params: { instanceId } }) {
      const { usedMebibytes, countedUntil, terms } = await readTraffic(ctx, { instanceId })
      return { usedMebibytes, countedUntil, price: terms && euros(terms.cents) }
    },
  }),
  defineChange({
    id: 'connectToNetwork',
    path: `${path}/networks`,
    tag: 'networks',
    summary: 'Connect a server to another network of its project',
    permission: 'instance:operate',
    input: connectToNetworkInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, input) => begun(ctx, await connectToNetwork(ctx, input)),
  }),
  defineChange({
    id: 'disconnectFromNetwork',
    method: 'DELETE',
    path: `${path}/networks/{networkId}`,
    tag: 'networks',
    summary: 'Disconnect a server from a network',
    permission: 'instance:operate',
    input: disconnectFromNetworkInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, input) => begun(ctx, await disconnectFromNetwork(ctx, input)),
  }),
  defineOperation({
    id: 'listProbes',
    method: 'GET',
    path: `${path}/probes`,
    tag: 'probes',
    summary: 'List the probes of a server',
    permission: 'instance:read',
    params,
    status: 200,
    answer: z.object({ items: z.array(probeAnswer) }),
    run: async ({ ctx, params: { instanceId } }) => ({ items: await readProbes(ctx, { instanceId }) }),
  }),
  defineChange({
    id: 'createProbe',
    path: `${path}/probes`,
    tag: 'probes',
    summary: 'Test a server regularly from outside',
    permission: 'instance:operate',
    input: createProbeInput,
    status: 201,
    answer: z.object({ id: idField('instanceProbe') }),
    run: createProbe,
  }),
  defineChange({
    id: 'changeProbe',
    method: 'PATCH',
    path: '/v1/probes/{probeId}',
    tag: 'probes',
    summary: 'Change a probe',
    description: 'With all its fields.',
    permission: 'instance:operate',
    input: changeProbeInput,
    run: changeProbe,
  }),
  defineChange({
    id: 'removeProbe',
    method: 'DELETE',
    path: '/v1/probes/{probeId}',
    tag: 'probes',
    summary: 'Remove a probe',
    permission: 'instance:operate',
    input: removeProbeInput,
    run: removeProbe,
  }),
  defineOperation({
    id: 'listMoves',
    method: 'GET',
    path: '/v1/moves',
    tag: 'instances',
    summary: 'List planned moves of your servers to other hosts',
    permission: 'instance:read',
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          relocationId: idField('relocation'),
          instanceId: idField('instance'),
          name: z.string(),
          reason: z.string(),
          state: z.string(),
          startsAt: instant,
          endsAt: instant.nullable(),
          slotAt: instant.nullable().describe('The start that you chose.'),
          slots: z.array(instant).describe('Starts to choose from.'),
        }),
      ),
    }),
    run: async ({ ctx }) => ({ items: await listOwnMoves(ctx) }),
  }),
  defineChange({
    id: 'chooseMoveSlot',
    path: '/v1/moves/{relocationId}/slot',
    tag: 'instances',
    summary: 'Choose when a server moves',
    permission: 'instance:operate',
    input: chooseMoveSlotInput,
    run: chooseMoveSlot,
  }),
]

import { idField } from '~/lib/kernel/id-field'
import { defineOperation } from '../define-operation'
import { operationAnswer, readOperation } from './begun'

export const longOperations = [
  defineOperation({
    id: 'getOperation',
    method: 'GET',
    path: '/v1/operations/{operationId}',
    tag: 'operations',
    summary: 'Read an operation, or wait for its end',
    description: '`Prefer: wait=30` waits at most thirty seconds.',
    permission: 'instance:read',
    params: { operationId: idField('saga') },
    status: 200,
    answer: operationAnswer,
    run: ({ ctx, params: { operationId } }) => readOperation(ctx, operationId),
  }),
]

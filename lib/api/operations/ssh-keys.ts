import { z } from 'zod'
import { addSshKey, listSshKeys, removeSshKey } from '~/lib/identity'
import { addSshKeyInput } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { pageFrom } from '../cursor'
import { defineOperation } from '../define-operation'
import { instant, pageOf, pageQuery } from '../fields'

const keyAnswer = z
  .object({
    id: idField('sshKey'),
    name: z.string(),
    algorithm: z.string(),
    fingerprint: z.string(),
    createdByName: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'SshKey', description: 'A public key that new servers can get.' })

export const sshKeys = [
  defineOperation({
    id: 'listSshKeys',
    method: 'GET',
    path: '/v1/ssh-keys',
    tag: 'ssh-keys',
    summary: 'List SSH keys, the newest first',
    permission: 'ssh_key:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(keyAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'ssh-keys', filter: null }, await listSshKeys(ctx), query),
  }),
  defineOperation({
    id: 'addSshKey',
    method: 'POST',
    path: '/v1/ssh-keys',
    tag: 'ssh-keys',
    summary: 'Add an SSH key',
    permission: 'ssh_key:write',
    body: addSshKeyInput,
    status: 201,
    answer: keyAnswer.pick({ id: true, name: true, algorithm: true, fingerprint: true }),
    run: ({ ctx, body }) => addSshKey(ctx, body),
  }),
  defineOperation({
    id: 'removeSshKey',
    method: 'DELETE',
    path: '/v1/ssh-keys/{sshKeyId}',
    tag: 'ssh-keys',
    summary: 'Stop giving an SSH key to new servers',
    permission: 'ssh_key:write',
    params: { sshKeyId: idField('sshKey') },
    status: 204,
    answer: null,
    run: ({ ctx, params }) => removeSshKey(ctx, params),
  }),
]

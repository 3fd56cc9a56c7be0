import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { MemberRole } from '~/lib/kernel/op-context'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { readJournal } from '../journal/read-journal'
import { ed25519Line } from '../testing/ssh-lines'
import { addSshKey, listSshKeys, removeSshKey } from './manage-ssh-keys'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer

beforeAll(async () => {
  ;[ours, theirs] = await makeBuyers(sql, 2)
})

const inside = (organisation: TestBuyer, role: MemberRole = 'technical') => organisation.as(role)

test('a key is stored once, named by its comment, without comment or options, and can be removed and added again', async () => {
  const line = ed25519Line('poste-dsi')
  const added = await addSshKey(inside(ours), { publicKey: line })
  expect(added).toMatchObject({ name: 'poste-dsi', algorithm: 'ssh-ed25519' })
  await expect(addSshKey(inside(ours), { publicKey: line, name: 'autre' })).rejects.toMatchObject({
    code: 'already_exists',
    params: { reason: 'ssh_duplicate' },
  })
  await expect(addSshKey(inside(ours), { publicKey: ed25519Line('poste-dsi') })).rejects.toMatchObject({
    code: 'name_taken',
  })
  expect(await listSshKeys(inside(theirs))).toEqual([])
  await expect(removeSshKey(inside(theirs), { sshKeyId: added.id })).rejects.toMatchObject({
    code: 'not_found',
  })
  await removeSshKey(inside(ours), { sshKeyId: added.id })
  expect(await listSshKeys(inside(ours))).toEqual([])
  await addSshKey(inside(ours), { publicKey: line })
  await addSshKey(inside(theirs), { publicKey: line })
})

test('readers see keys and cannot change them; accountants see none', async () => {
  await listSshKeys(inside(ours, 'reader'))
  await expect(addSshKey(inside(ours, 'reader'), { publicKey: ed25519Line('x') })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(listSshKeys(inside(ours, 'billing'))).rejects.toMatchObject({ code: 'forbidden' })
})

test('a private key is refused and appears nowhere, including the audit trail', async () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  await expect(addSshKey(inside(ours), { publicKey: pem })).rejects.toMatchObject({
    code: 'invalid_input',
    params: { reason: 'ssh_private_key' },
  })
  const filter = { event: null, actorId: null, from: null, to: null, page: 1 }
  const { entries } = await readJournal(inside(ours, 'reader'), filter)
  expect(entries.map((entry) => entry.event)).toEqual(
    expect.arrayContaining(['ssh_key.added', 'ssh_key.removed']),
  )
  expect(JSON.stringify(entries)).not.toContain('PRIVATE')
  const narrowed = await readJournal(inside(ours, 'reader'), {
    ...filter,
    event: 'ssh_key.removed',
    from: '2026-11-24',
    to: '2026-11-24',
  })
  expect(narrowed.entries.map((entry) => entry.event)).toEqual(['ssh_key.removed'])
  expect((await readJournal(inside(ours, 'reader'), { ...filter, to: '2026-11-23' })).total).toBe(0)
  expect(
    (await readJournal(inside(theirs, 'reader'), filter)).entries.every(
      (entry) => entry.event === 'ssh_key.added',
    ),
  ).toBe(true)
})

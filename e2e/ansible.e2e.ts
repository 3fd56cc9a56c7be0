import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { root } from '~/bin/lib/root'
import { tokenOf } from '~/lib/api/testing/token-of'
import { tokenPermissions } from '~/lib/identity/permissions'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { fact } from './support/installation-facts'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

/** The collection for Ansible against a running installation, as a customer runs it. */
const isThere = spawnSync('ansible-playbook', ['--version']).status === 0
test.skip(!isThere, 'Ansible is not installed')

const [firstKey, secondKey] = [ed25519Line('deploy'), ed25519Line('deploy')]

/** Ansible marks texts from elsewhere, which it never takes for templates. */
const trusted = (_: string, value: unknown) =>
  (value as { __ansible_unsafe?: string } | null)?.__ansible_unsafe ?? value

type Task = Record<string, Record<string, unknown>>
const all = (publicKey: string, bundle: string): Task[] => [
  { ssh_key: { name: 'deploy', public_key: publicKey } },
  { network: { name: 'back', has_exit: true } },
  { network: { name: 'spare' } },
  {
    server: {
      name: 'web',
      bundle,
      ssh_keys: ['deploy'],
      network: 'back',
      tags: { role: 'web' },
      state: 'started',
    },
  },
  { volume: { name: 'data', server: 'web', tags: { of: 'web' } } },
  { public_address: { server: 'web' } },
  {
    firewall: {
      name: 'web-only',
      servers: ['web'],
      rules: [
        { ports: '443', description: 'HTTPS' },
        { ports: '22', peer: '198.51.100.0/24' },
      ],
      confirm: true,
    },
  },
]
const gone: Task[] = [
  { firewall: { name: 'web-only', state: 'absent', confirm: true } },
  { public_address: { server: 'web', state: 'absent' } },
  { volume: { name: 'data', state: 'absent' } },
  { server: { name: 'web', state: 'absent' } },
  { network: { name: 'spare', state: 'absent' } },
  { ssh_key: { name: 'deploy', state: 'absent' } },
]

test('a playbook makes what it describes, changes nothing the second time, and shows what it would change', async () => {
  const buyer = await makeOrganisation()
  const secret = await tokenOf(buyer.as('owner', new Date()), {
    permissions: [...tokenPermissions],
    mayDestroy: true,
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-ansible-'))
  const env = {
    ...process.env,
    HOME: folder,
    ANSIBLE_HOME: folder,
    ANSIBLE_COLLECTIONS_PATH: path.join(root, 'ansible'),
    ANSIBLE_LOCALHOST_WARNING: 'False',
    ANSIBLE_INVENTORY_UNPARSED_WARNING: 'False',
    ANSIBLE_NOCOLOR: '1',
    LC_ALL: 'C.UTF-8',
    ANDROMEDE_URL: fact('API_URL'),
    ANDROMEDE_TOKEN: secret,
  }
  const run = async (program: string, args: string[]) => {
    const child = spawn(program, args, { cwd: folder, env })
    const [out, errors] = [textOf(child.stdout), textOf(child.stderr)]
    const code = await new Promise((resolve) => child.on('close', resolve))
    return { code, out: `${await out}${await errors}` }
  }
  const play = async (tasks: readonly Task[], ...options: string[]) => {
    const named = tasks.map((task) =>
      Object.fromEntries(Object.entries(task).map(([name, given]) => [`andromede.cloud.${name}`, given])),
    )
    writeFileSync(
      path.join(folder, 'play.json'),
      JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks: named }]),
    )
    const { code, out } = await run('ansible-playbook', ['play.json', ...options])
    return { code, out, changed: Number(/changed=(\d+)/.exec(out)?.[1]) }
  }
  const get = async (target: string) => {
    const answer = await fetch(`${fact('API_URL')}${target}`, {
      headers: { authorization: `Bearer ${secret}` },
    })
    return (await answer.json()) as { items: Record<string, unknown>[] }
  }
  const offer = (await get('/v1/offer')) as unknown as { bundles: { slug: string; kind: string }[] }
  const [small = '', larger = ''] = offer.bundles
    .filter(({ kind }) => kind === 'compute')
    .map(({ slug }) => slug)
  try {
    const dry = await play(all(firstKey, small), '--check', '--diff')
    expect(dry, dry.out).toMatchObject({ code: 0, changed: 7 })
    const missing = await play([{ public_address: { server: 'nowhere' } }])
    expect([missing.code, missing.out]).toEqual([2, expect.stringContaining('There is no server nowhere')])
    const unknown = await play([{ server: { name: 'web', bundle: 'giant' } }], '--check')
    expect([unknown.code, unknown.out]).toEqual([2, expect.stringContaining('bundle takes one of')])
    expect((await get('/v1/instances')).items).toEqual([])

    const first = await play(all(firstKey, small))
    expect(first, first.out).toMatchObject({ code: 0, changed: 7 })
    const [server] = (await get('/v1/instances')).items
    expect(server).toMatchObject({ name: 'web', state: 'running', tags: { role: 'web' } })
    expect((await get('/v1/volumes')).items).toMatchObject([
      { name: 'data', attachedInstance: { name: 'web' }, tags: { of: 'web' } },
    ])
    const [address] = (await get('/v1/addresses')).items
    expect(address).toMatchObject({ server: { name: 'web' } })

    const again = await play(all(firstKey, small))
    expect(again, again.out).toMatchObject({ code: 0, changed: 0 })

    const wouldChange = await play(all(secondKey, larger), '--check', '--diff')
    expect(wouldChange, wouldChange.out).toMatchObject({ code: 0, changed: 2 })
    expect(wouldChange.out).toContain(`"bundle": "${larger}"`)
    const changed = await play(all(secondKey, larger))
    expect(changed, changed.out).toMatchObject({ code: 0, changed: 2 })
    const unchanged = await play(all(secondKey, larger))
    expect(unchanged, unchanged.out).toMatchObject({ code: 0, changed: 0 })

    writeFileSync(
      path.join(folder, 'andromede.yml'),
      JSON.stringify({
        plugin: 'andromede.cloud.andromede',
        keyed_groups: [{ key: 'andromede_tags.role', prefix: 'role' }],
      }),
    )
    const listed = await run('ansible-inventory', ['-i', 'andromede.yml', '--list'])
    expect(listed.code, listed.out).toBe(0)
    const inventory = JSON.parse(listed.out.slice(listed.out.indexOf('{')), trusted)
    expect(inventory.role_web.hosts).toEqual(['web'])
    expect(inventory._meta.hostvars.web).toMatchObject({
      ansible_host: address?.address,
      andromede_state: 'running',
    })

    const refused = await play([{ server: { name: 'web', tags: { role: '' }, zone: 'nowhere' } }])
    expect(refused.code).toBe(2)
    expect(refused.out).toContain('zone takes one of')

    const kept = await play(gone, '--check')
    expect(kept, kept.out).toMatchObject({ code: 0, changed: 6 })
    expect((await get('/v1/instances')).items).toHaveLength(1)
    const deleted = await play(gone)
    expect(deleted, deleted.out).toMatchObject({ code: 0, changed: 6 })
    expect(await play(gone)).toMatchObject({ code: 0, changed: 0 })
    expect((await get('/v1/addresses')).items).toEqual([])
    // The deleted server can be restored for 72 hours, on its network.
    const held = await play([{ network: { name: 'back', state: 'absent' } }])
    expect(held).toMatchObject({ code: 2, changed: 0 })
    expect(held.out).toMatch(/web/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('each module and the inventory are documented for ansible-doc', async () => {
  const names = ['firewall', 'network', 'public_address', 'server', 'ssh_key', 'volume'].map(
    (name) => `andromede.cloud.${name}`,
  )
  for (const args of [
    ['-t', 'module', ...names],
    ['-t', 'inventory', 'andromede.cloud.andromede'],
  ]) {
    const { status, stdout, stderr } = spawnSync('ansible-doc', ['-j', ...args], {
      encoding: 'utf8',
      env: { ...process.env, ANSIBLE_COLLECTIONS_PATH: path.join(root, 'ansible'), LC_ALL: 'C.UTF-8' },
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(Object.keys(JSON.parse(stdout))).toHaveLength(args.length - 2)
  }
})

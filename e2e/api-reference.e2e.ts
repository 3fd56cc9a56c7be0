import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text as textOf } from 'node:stream/consumers'
import { tokenOf } from '~/lib/api/testing/token-of'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { routes } from '~/lib/routes'
import { fact, siteUrl } from './support/installation-facts'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('an operation is found by keyboard, without an account, in both languages', async ({
  page,
  context,
}) => {
  await page.goto(`${siteUrl('portal')}${routes.apiReference()}`)
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('redemarrer un serveur')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=redemarrer/)
  const found = page.getByRole('main').getByRole('listitem').getByRole('link')
  await expect(found.first()).toHaveAttribute('href', routes.apiOperation('restartInstance'))
  await found.first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Redémarrer un serveur')
  await expect(page.getByRole('figure', { name: 'Ligne de commande' })).toContainText(
    'andromede server restart ins_',
  )
  await expect(page.getByRole('figure', { name: 'curl' })).toContainText('/restart"')
  await context.addCookies([{ name: 'locale', value: 'en', url: siteUrl('portal') }])
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Restart a server')
  const none = await page.request.get(`${siteUrl('portal')}${routes.apiOperation('restartInstances')}`)
  expect(none.status()).toBe(404)
})

test('the document that the portal offers is the one that the API serves', async () => {
  const [offered, served] = await Promise.all(
    [`${siteUrl('portal')}${routes.apiDocument()}`, `${fact('API_URL')}/v1/openapi.json`].map(
      async (address) => (await fetch(address)).json(),
    ),
  )
  expect(offered).toEqual(served)
})

test('a newcomer goes from a token to a running server with the command line of the page', async () => {
  const buyer = await makeOrganisation()
  const now = new Date()
  const secret = await tokenOf(buyer.as('owner', now), {
    permissions: [
      'catalogue:read',
      'order:place',
      'order:read',
      'instance:read',
      'instance:operate',
      'project:read',
      'ssh_key:read',
      'ssh_key:write',
      'organisation:read',
    ],
  })
  const home = mkdtempSync(path.join(tmpdir(), 'andromede-newcomer-'))
  const file = path.join(home, 'andromede')
  const answer = await fetch(`${siteUrl('portal')}${routes.commandLine()}`)
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()), { mode: 0o755 })
  writeFileSync(path.join(home, 'id.pub'), `${ed25519Line('newcomer')}\n`)
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [file, ...args], {
      cwd: home,
      env: { ...process.env, HOME: home, ANDROMEDE_URL: fact('API_URL'), ANDROMEDE_TOKEN: secret },
    })
  const run = async (...args: string[]) => {
    const child = start(args)
    child.stdin.end()
    const [out, errors] = [textOf(child.stdout), textOf(child.stderr)]
    const code = await new Promise((resolve) => child.on('close', resolve))
    return { code, out: await out, errors: await errors }
  }
  try {
    const offer = await run('offer', 'list', '--table')
    expect([offer.code, offer.errors]).toEqual([0, ''])
    const following = start(['event', 'follow', '--types', 'instance.*'])
    const firstEvent = new Promise<{ type: string }>((resolve) =>
      createInterface(following.stdout).once('line', (line) => resolve(JSON.parse(line))),
    )
    const order = [
      'server',
      'create',
      '--name',
      'premier',
      '--public-address',
      '--ssh-key',
      'id.pub',
      '--wait',
    ]
    const created = await run(...order)
    expect([created.code, created.errors]).toEqual([0, ''])
    const [server] = JSON.parse((await run('server', 'list')).out)
    expect(server).toMatchObject({ name: 'premier', state: 'running' })
    expect((await firstEvent).type).toMatch(/^instance\./)
    following.kill()
    const stopped = await run('server', 'stop', 'premier', '--wait')
    expect([stopped.code, stopped.errors]).toEqual([0, ''])
    expect(JSON.parse((await run('server', 'get', 'premier')).out).state).toBe('stopped')
    const mayNot = await run('server', 'delete', 'premier', '--yes')
    expect(mayNot).toMatchObject({ code: 3, out: '' })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})

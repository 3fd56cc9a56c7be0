/**
 * The rendered base, played by Podman with the image of this version: five processes as they run in a cluster, without the
 * cluster. Not shown here: Services, policies, budgets, scheduling, `preStop`, and the overlay of CloudNativePG.
 */
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleAndromede } from '~/bin/lib/bundle-andromede'
import { startThrowawayPostgres } from '~/db/embedded'
import { openAsSuperuser } from '~/db/testing/superuser'
import { podman } from '~/deploy/testing/podman'
import { makeBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { openPlayground, type ProcessName, podmanIsMissing } from './testing/kube-play'
import { readManifests, render } from './testing/render'
import { dataOf } from './testing/workloads'

const reason = podmanIsMissing()
if (reason) console.warn(`the manifests are not played: ${reason}`)
/** An image that was built before, in place of one of these sources. */
const given = process.env.IMAGE
const image = given ?? `localhost/andromede:play-${process.pid}`
const lasting = ['portal', 'operator', 'worker', 'console', 'api'] as const
const portOf = { portal: 3000, operator: 3000, worker: 3003, console: 3003, api: 3003 } as const

describe.runIf(!reason)('deploy/kubernetes/base under podman kube play', () => {
  let database: Awaited<ReturnType<typeof startThrowawayPostgres>>
  let ground: Awaited<ReturnType<typeof openPlayground>>

  const status = (name: (typeof lasting)[number], where: string) =>
    fetch(`http://${ground.addressOf(name)}:${portOf[name]}${where}`, {
      signal: AbortSignal.timeout(10_000),
    }).then(
      (answer) => answer.status,
      () => 0,
    )

  beforeAll(async () => {
    if (given === undefined) execFileSync('bash', ['bin/image/build.sh', image], { stdio: 'inherit' })
    database = await startThrowawayPostgres()
    const { port, username, password } = new URL(database.adminUrl)
    ground = await openPlayground(image, Number(port))

    const begun = performance.now()
    const manifests = render('deploy/kubernetes/base')
    const preparation = manifests.find(({ metadata }) => metadata.name === 'preparation')
    Object.assign(preparation?.data as object, { DATABASE_SERVER: `postgres://${ground.database}/postgres` })
    const secrets = readManifests(
      execFileSync('bash', ['deploy/kubernetes/secrets.sh'], {
        encoding: 'utf8',
        env: {
          NODE_ENV: 'test',
          PATH: process.env.PATH,
          ANDROMEDE: [process.execPath, await bundleAndromede()].join(' '),
          DATABASE_HOST: ground.database,
          SMTP_URL: 'smtp://127.0.0.1:25',
          ADMIN_DATABASE_URL: `postgres://${username}:${password}@${ground.database}/postgres`,
        },
      }),
    )
    vi.stubEnv('ENCRYPTION_KEY', dataOf(secrets, 'Secret', 'migrate').ENCRYPTION_KEY)
    const play = (name: ProcessName) =>
      ground.play(name, [
        ...manifests.filter(({ kind }) => kind === 'ConfigMap'),
        ...secrets.filter(({ metadata }) => metadata.name === name),
        ...manifests.filter(
          ({ kind, metadata }) => (kind === 'Deployment' || kind === 'Job') && metadata.name === name,
        ),
      ])
    for (const job of ['grant', 'migrate'] as const) {
      await play(job)
      expect([job, await podman('wait', ground.containerOf(job))]).toEqual([job, '0'])
    }
    const prepared = performance.now()
    await Promise.all(lasting.map(play))
    await vi.waitUntil(
      async () =>
        (await Promise.all(lasting.map((name) => status(name, '/api/ready')))).every((code) => code === 200),
      { timeout: 600_000, interval: 500 },
    )
    const seconds = (from: number, to = performance.now()) => ((to - from) / 1_000).toFixed(1)
    console.log(
      `the database prepared in ${seconds(begun, prepared)} s, then four processes ready in ${seconds(prepared)} s`,
    )
  }, 1_800_000)

  afterAll(async () => {
    await ground?.close()
    await database?.stop()
    if (given === undefined) await podman('rmi', '-f', image).catch(() => undefined)
  }, 300_000)

  test('runs each process as user 10001 without capabilities, on a read-only root', async () => {
    for (const name of lasting) {
      const [found] = JSON.parse(await podman('inspect', ground.containerOf(name)))
      expect([name, found.Config.User, found.HostConfig.ReadonlyRootfs, found.EffectiveCaps ?? []]).toEqual([
        name,
        '10001:10001',
        true,
        [],
      ])
      expect(found.HostConfig.SecurityOpt).toContain('no-new-privileges')
    }
  })

  test('a person signs in on the portal, and gets a page', async () => {
    const sql = openAsSuperuser(database.adminUrl, { name: 'andromede' })
    const buyer = await makeBuyer(sql, { roles: ['technical'] }).finally(() => sql.end())
    const person = buyer.members.technical
    const portal = `http://${ground.addressOf('portal')}:3000`
    const cookies = new Map<string, string>()
    const request = async (where: string, body?: URLSearchParams) => {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
      const answer = await fetch(`${portal}${where}`, {
        redirect: 'manual',
        headers: { cookie, origin: 'https://cloud.example', 'x-forwarded-for': '203.0.113.9' },
        ...(body && { method: 'POST', body }),
      })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
      return answer
    }
    const { csrfToken } = (await (await request('/api/auth/csrf')).json()) as { csrfToken: string }
    const credentials = { email: person?.email ?? '', password: testPassword, csrfToken, json: 'true' }
    const answer = await request('/api/auth/callback/credentials', new URLSearchParams(credentials))
    expect(await answer.json()).toMatchObject({ outcome: 'signed_in' })
    const session = (await (await request('/api/auth/session')).json()) as { isSignedIn?: boolean }
    expect(session.isSignedIn).toBe(true)
    // A member without a second factor is led to enrol one.
    let [where, page] = ['/', await request('/')]
    while (page.status === 307) {
      where = new URL(page.headers.get('location') ?? '', portal).pathname
      page = await request(where)
    }
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html lang="fr"')])
    expect(where).not.toBe('/connexion')
  })

  test('a process without a database is alive and not ready', async () => {
    await database.halt()
    await expect
      .poll(() => Promise.all(lasting.map((name) => status(name, '/api/ready'))))
      .toEqual([503, 503, 503, 503])
    expect(await Promise.all(lasting.map((name) => status(name, '/api/live')))).toEqual([200, 200, 200, 200])
    await database.restart('fast')
    await expect
      .poll(() => Promise.all(lasting.map((name) => status(name, '/api/ready'))))
      .toEqual([200, 200, 200, 200])
  })

  test('each process ends by itself after SIGTERM', async () => {
    for (const name of lasting) {
      await podman('stop', '-t', '60', ground.containerOf(name))
      const code = await podman('inspect', '--format', '{{.State.ExitCode}}', ground.containerOf(name))
      expect([name, code]).toEqual([name, '0'])
    }
  })
})

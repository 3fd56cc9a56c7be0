import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { bundleAndromede } from '~/bin/lib/bundle-andromede'
import { imagePlaces } from '~/bin/lib/image/places'
import { checkConfiguration } from '~/lib/kernel/configuration/check'
import { type ProcessName, type VariableName, variableOf } from '~/lib/kernel/configuration/variables'
import { type KeyHolder, purposesOf } from '~/lib/kernel/secrets/purposes'

type Service = {
  image: string
  read_only?: boolean
  tmpfs?: string[]
  cap_drop?: string[]
  security_opt?: string[]
  restart?: string
  mem_limit?: string
  pids_limit?: number
  stop_grace_period?: string
  logging?: { options: Record<string, string> }
  healthcheck?: { test: unknown }
  environment?: Record<string, string>
  volumes?: string[]
  ports?: string[]
}

const compose = parse(readFileSync('deploy/compose.yaml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
const andromede = [process.execPath, await bundleAndromede()].join(' ')
const dockerfile = readFileSync('deploy/Dockerfile', 'utf8')
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'andromede')

describe('compose.yaml', () => {
  test.each(ours)('%s cannot write outside /tmp and its volumes and has no capability', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
  })

  test.each(ours)('%s has limits of memory, processes and logs', (_, service) => {
    expect(service).toMatchObject({ mem_limit: expect.stringMatching(/^\d+[mg]$/), pids_limit: 200 })
    expect(service.logging?.options).toEqual({ 'max-size': '10m', 'max-file': '5' })
  })

  test('every long-running process answers for Prometheus, and none publishes that port', () => {
    for (const name of ['portal', 'operator', 'worker', 'console', 'api']) {
      expect([settingOf(name, 'METRICS_PORT'), settingOf(name, 'METRICS_HOST')]).toEqual(['9464', '0.0.0.0'])
      expect(compose.services[name]?.ports?.join() ?? '').not.toContain('9464')
    }
  })

  test('every long-running process has a health check', () => {
    const lasting = ours.filter(([name]) => !['prepare', 'command'].includes(name))
    expect(lasting.map(([name]) => name).sort()).toEqual(['api', 'console', 'operator', 'portal', 'worker'])
    for (const [, service] of lasting) expect(service.healthcheck?.test).toContain('deploy/check-health.mjs')
  })

  test('a preparation that fails is repeated, a command is not', () => {
    expect(compose.services.prepare?.restart).toBe('on-failure:20')
    expect(compose.services.command?.restart).toBe('no')
  })

  test('a site has a minute for its running requests before it is killed', () => {
    for (const name of ['portal', 'operator']) expect(compose.services[name]?.stop_grace_period).toBe('60s')
  })

  describe('with the output of compose-secrets.sh', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'andromede-compose-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    const run = (given: Record<string, string> = {}) =>
      execFileSync('bash', ['deploy/compose-secrets.sh', folder], {
        env: {
          NODE_ENV: 'test',
          PATH: process.env.PATH,
          ANDROMEDE: andromede,
          ...given,
        },
      })
    const readSecrets = () => parseEnv(readFileSync(path.join(folder, 'secrets.env'), 'utf8'))
    const ringOf = (name: string) =>
      JSON.parse(readFileSync(path.join(folder, 'keyrings', name, 'keyring'), 'utf8')) as {
        keys: Record<string, Record<string, string>>
      }
    beforeAll(() =>
      run({
        PORTAL_URL: 'https://cloud.example',
        OPERATOR_URL: 'https://staff.cloud.example',
        CONSOLE_URL: 'https://consoles.cloud.example',
        API_URL: 'https://api.cloud.example',
        SMTP_URL: 'smtps://cloud:a-long-password@mail.example:465',
        SMTP_FROM: 'Cloud <cloud@cloud.example>',
      }),
    )

    /** The path outside the container of a file in a volume that is bound to a folder. */
    const bound = (name: string, file: string, given: Record<string, string | undefined>) =>
      (compose.services[name]?.volumes ?? [])
        .map((mount) => mount.replaceAll(/\$\{(\w+):\?\}/g, (_, variable: string) => given[variable] ?? ''))
        .map((mount) => mount.split(':') as [string, string])
        .filter(([, inside]) => file.startsWith(`${inside}/`))
        .map(([outside, inside]) => file.replace(inside, outside))[0] ?? file

    test.each<ProcessName>(['prepare', 'command', 'portal', 'operator', 'worker', 'console', 'api'])(
      '%s starts with its environment, and reads each variable there',
      (name) => {
        const given = readSecrets()
        const written = Object.entries(compose.services[name]?.environment ?? {})
        const filled = written.map(([each, text]) => {
          const value = text.replaceAll(/\$\{(\w+):([?-])\}/g, (_, variable: string, kind: string) => {
            expect([variable, kind === '?' && !given[variable]]).toEqual([variable, false])
            return given[variable] ?? ''
          })
          return [each, each.endsWith('_FILE') ? bound(name, value, given) : value]
        })
        const env = { NODE_ENV: 'production', ...Object.fromEntries(filled) }
        expect(checkConfiguration(env, name)).toMatchObject({ faults: [], warnings: [] })
        const unread = written.filter(
          ([each]) => !variableOf(each.replace(/_FILE$/, '') as VariableName).use.includes(name),
        )
        expect(unread.map(([each]) => each)).toEqual([])
      },
    )

    test.each<KeyHolder>(['portal', 'operator', 'worker', 'console', 'api'])(
      '%s has the keys of its purposes alone, in a folder of its own',
      (name) => {
        const { environment = {}, volumes } = compose.services[name] ?? {}
        expect(Object.keys(environment).filter((each) => each.startsWith('ENCRYPTION_KEY'))).toEqual([])
        expect(volumes?.filter((mount) => mount.includes('KEYRINGS'))).toEqual([
          `\${KEYRINGS:?}/${name}:/run/keys:ro`,
        ])
        const [keys, ...others] = Object.values(ringOf(name).keys)
        expect([Object.keys(keys ?? {}), others]).toEqual([[...purposesOf[name]], []])
      },
    )

    test('a second call keeps secrets.env, and gives each process the keys that it names', () => {
      const file = path.join(folder, 'secrets.env')
      const before = readSecrets()
      const rings = ringOf('portal')
      run()
      expect([readSecrets(), ringOf('portal')]).toEqual([before, rings])
      writeFileSync(file, `ENCRYPTION_KEY_NEXT=${randomBytes(32).toString('base64')}\n`, { flag: 'a' })
      run()
      expect(Object.keys(ringOf('portal').keys)).toHaveLength(2)
      expect(ringOf('portal').keys).toMatchObject(rings.keys)
    })

    test('only the owner reads what it made', () => {
      for (const name of ['', 'secrets.env', 'keyrings', 'keyrings/portal', 'keyrings/portal/keyring'])
        expect([name, statSync(path.join(folder, name)).mode & 0o077]).toEqual([name, 0])
    })
  })

  test('prepare and the command line have what they need, and mail has its sender', () => {
    for (const name of ['prepare', 'command'])
      expect(Object.keys(compose.services[name]?.environment ?? {})).toEqual(
        expect.arrayContaining(['ADMIN_DATABASE_URL', 'ROLE_PASSWORDS', 'ENCRYPTION_KEY']),
      )
    expect(compose.services.worker?.environment).toHaveProperty('SMTP_FROM')
  })

  /** The volume that contains `place`, and whether the service may write to it. */
  const volumeOf = (name: string, place: string | undefined) => {
    const mounts = (compose.services[name]?.volumes ?? []).map((mount) => mount.split(':'))
    const [volume, , mode] = mounts.find(([, folder]) => folder === place) ?? []
    return { volume, isWritable: mode !== 'ro', isNamed: volume !== undefined && volume in compose.volumes }
  }
  const settingOf = (name: string, variable: string) => compose.services[name]?.environment?.[variable]

  test('the heads of the journal are written by the worker, read by the command line, and not accessible to others', () => {
    const kept = volumeOf('worker', settingOf('worker', 'DATA_DIR'))
    expect(kept).toEqual({ volume: 'worker-data', isWritable: true, isNamed: true })
    expect(volumeOf('command', settingOf('command', 'DATA_DIR'))).toEqual({ ...kept, isWritable: false })
    const users = Object.entries(compose.services).filter(([, { volumes }]) =>
      volumes?.some((mount) => mount.startsWith(`${kept.volume}:`)),
    )
    expect(users.map(([name]) => name).sort()).toEqual(['command', 'worker'])
  })

  test('the worker and the portal store the status page in the same place', () => {
    for (const name of ['worker', 'portal'])
      expect(volumeOf(name, settingOf(name, 'STATUS_FOLDER'))).toEqual({
        volume: 'status',
        isWritable: true,
        isNamed: true,
      })
  })

  test('new volumes belong to the user of the image, to whom no program belongs', () => {
    const copied = [
      ...dockerfile.matchAll(/^COPY --from=root --chown=(\S+) (?:--chmod=0700 )?\/(\S+) \/\2$/gm),
    ]
    const user = /^USER (\d+):\1$/m.exec(dockerfile)?.[1]
    expect(Number(user)).toBeGreaterThanOrEqual(10_000)
    const mounted = ours
      .flatMap(([, { volumes }]) => volumes?.map((mount) => mount.split(':')) ?? [])
      .flatMap(([volume = '', place]) => (volume in compose.volumes ? [place] : []))
    const owned = copied
      .filter(([, owner]) => owner === `${user}:${user}`)
      .map(([, , folder]) => `/${folder}`)
    expect(owned.sort()).toEqual([...new Set(mounted)].sort())
    const all = [imagePlaces.product, ...imagePlaces.volumes]
    expect(copied.map(([, , folder]) => folder).sort()).toEqual(all.sort())
  })

  test.each(['portal', 'operator'])(
    '%s listens on its published port, which its health check uses',
    (name) => {
      const of = (variable: string) =>
        settingOf(name, variable) ?? new RegExp(`^ENV .*\\b${variable}=(\\S+)`, 'm').exec(dockerfile)?.[1]
      expect([of('SURFACE'), of('HOST')]).toEqual([name, '0.0.0.0'])
      expect(settingOf(name, 'NEXTAUTH_URL')).toBe(`\${${name.toUpperCase()}_URL:?}`)
      const { ports, healthcheck } = compose.services[name] ?? {}
      expect(ports?.[0]?.split(':').at(-1)).toBe(of('PORT'))
      expect(healthcheck?.test).toContain(`http://127.0.0.1:${of('PORT')}/api/ready`)
    },
  )

  test.each(['worker', 'console', 'api'])('%s answers its health check, on loopback only', (name) => {
    const port = settingOf(name, 'HEALTH_PORT')
    expect(compose.services[name]?.healthcheck?.test).toContain(`http://127.0.0.1:${port}/api/ready`)
    expect(settingOf(name, 'HEALTH_HOST')).toBeUndefined()
    expect(compose.services[name]?.ports?.filter((each) => each.endsWith(`:${port}`)) ?? []).toEqual([])
  })

  test('the roles are those of the product', async () => {
    const { databaseRoles } = await import('~/db/roles')
    const passwords = JSON.parse(compose.services.prepare?.environment?.ROLE_PASSWORDS ?? '')
    expect(Object.keys(passwords)).toEqual([...databaseRoles])
  })
})

test('the image is built without a secret, by the program that npm start builds with', () => {
  expect(dockerfile).not.toMatch(/--mount=type=secret|_KEY/)
  expect(dockerfile).toContain('\nRUN npm run build -- --image /image\n')
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { build: string } }
  expect(scripts.build).toBe('node bin/build.mjs')
})

test('both bases of the image can be pinned', () => {
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base?.replace(/[{}]/g, ''))
  expect(bases).toEqual(['$BUILD_BASE', 'scratch', '$BASE', '$BASE'])
})

test('the image contains the patches when it installs what they change', () => {
  const patches = dockerfile.indexOf('\nCOPY patches ./patches\n')
  expect(patches).toBeGreaterThan(0)
  expect(dockerfile.indexOf('npm ci')).toBeGreaterThan(patches)
})

test('a heartbeat is healthy for half a minute', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-health-'))
  const file = path.join(folder, 'heartbeat')
  const check = () => {
    try {
      execFileSync(process.execPath, ['deploy/check-health.mjs', file], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  expect(check()).toBe(false)
  writeFileSync(file, '')
  expect(check()).toBe(true)
  const old = Date.now() / 1_000 - 31
  utimesSync(file, old, old)
  expect(check()).toBe(false)
  rmSync(folder, { recursive: true })
})

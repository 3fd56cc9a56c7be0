import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { bundleAndromede } from '~/bin/lib/bundle-andromede'
import { databaseRoles } from '~/db/roles'
import { checkConfiguration } from '~/lib/kernel/configuration/check'
import { type ProcessName, type VariableName, variableOf } from '~/lib/kernel/configuration/variables'
import { type KeyHolder, purposesOf } from '~/lib/kernel/secrets/purposes'
import { objectsIn, type Place, unknownKeys } from './testing/closed-maps'
import { missingKubectl, readManifests, render } from './testing/render'
import { type Manifest, typeFaults } from './testing/strict-types'
import { dataOf, environmentOf, secretFiles, type Workload, workloadsIn } from './testing/workloads'

if (missingKubectl) console.warn(`the manifests are not rendered: ${missingKubectl}`)

const processOf: Record<string, ProcessName> = {
  portal: 'portal',
  operator: 'operator',
  worker: 'worker',
  console: 'console',
  api: 'api',
  grant: 'grant',
  migrate: 'prepare',
}
const lasting = ['portal', 'operator', 'worker', 'console', 'api']

const andromede = [process.execPath, await bundleAndromede()].join(' ')

/** Secrets as the script prints them for these manifests. */
function makeSecrets(env: Record<string, string>): Manifest[] {
  const text = execFileSync('bash', ['deploy/kubernetes/secrets.sh'], {
    encoding: 'utf8',
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      SMTP_URL: `smtps://cloud:it's-a-word@mail.example:465`,
      ANDROMEDE: andromede,
      ...env,
    },
  })
  return readManifests(text)
}

const variants = {
  base: {
    DATABASE_HOST: 'postgresql.internal:5432',
    ADMIN_DATABASE_URL: 'postgres://postgres:0f3c9d@postgresql.internal/postgres',
  },
  'cloudnative-pg': { DATABASE_HOST: 'database-rw:5432', DATABASE_OPTIONS: '?sslmode=verify-full' },
}
/** Made by CloudNativePG itself. */
const ownSecrets: Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'database-superuser' },
    stringData: { password: 'a1B2c3D4' },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'database-ca' },
    stringData: { 'ca.crt': '-', 'ca.key': '-' },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'backups' }, stringData: {} },
]

describe.runIf(!missingKubectl).each(Object.entries(variants))('deploy/kubernetes/%s', (folder, env) => {
  const manifests = missingKubectl ? [] : render(`deploy/kubernetes/${folder}`)
  const made = missingKubectl ? [] : makeSecrets(env)
  const secrets = [...made, ...(folder === 'cloudnative-pg' ? ownSecrets : [])]
  const workloads = workloadsIn(manifests)
  const named = (name: string) => workloads.find((each) => each.name === name) as Workload
  const each = workloads.map((workload) => [workload.name, workload] as const)

  test('has only fields of its types', () => {
    expect(typeFaults(manifests).flat()).toEqual([])
    expect(manifests.flatMap(unknownKeys)).toEqual([])
  })

  test.each(each)('%s starts with its environment, and reads each variable there', (name, workload) => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'andromede-secrets-'))
    onTestFinished(() => rmSync(scratch, { recursive: true }))
    const files = secretFiles(workload)
    const environment = environmentOf(workload, [...manifests, ...secrets])
    const process = processOf[name] as ProcessName
    // What Node itself reads, and what another value of the same container contains.
    const others = ['NODE_EXTRA_CA_CERTS', 'ADMIN_DATABASE_PASSWORD']
    for (const [variable, value] of Object.entries(environment)) {
      const mounted = files.get(value)
      if (mounted) {
        const copy = path.join(scratch, variable)
        writeFileSync(copy, dataOf(secrets, 'Secret', mounted.secret)[mounted.key] ?? '')
        environment[variable] = copy
      }
      if (others.includes(variable)) continue
      const read = variable.replace(/_FILE$/, '') as VariableName
      expect([variable, variableOf(read).use.includes(process)]).toEqual([variable, true])
      expect([variable, variable.endsWith('_FILE')]).toEqual([variable, mounted !== undefined])
    }
    expect(checkConfiguration({ NODE_ENV: 'production', ...environment }, process)).toMatchObject({
      faults: [],
      warnings: [],
    })
    const named = Object.values(environment).filter((value) => value.startsWith(scratch)).length
    const pointed = environment.NODE_EXTRA_CA_CERTS === undefined ? 0 : 1
    expect(files.size).toBe(named + (pointed && named < files.size ? 1 : 0))
  })

  test('each Secret holds the keys that are mounted, and no others', () => {
    const mounted = workloads.flatMap((workload) => [...secretFiles(workload).values()])
    for (const { metadata } of made) {
      const keys = mounted.filter(({ secret }) => secret === metadata.name).map(({ key }) => key)
      expect([metadata.name, Object.keys(dataOf(secrets, 'Secret', metadata.name)).sort()]).toEqual([
        metadata.name,
        [...new Set(keys)].sort(),
      ])
    }
    expect(Object.keys(JSON.parse(dataOf(secrets, 'Secret', 'grant').ROLE_PASSWORDS ?? ''))).toEqual([
      ...databaseRoles,
    ])
  })

  test('each lasting process has the keys of its purposes alone, and only migrate has the master key', () => {
    for (const name of Object.keys(purposesOf) as KeyHolder[]) {
      const ring = JSON.parse(dataOf(secrets, 'Secret', name).KEYRING ?? '') as {
        keys: Record<string, Record<string, string>>
      }
      const [keys, ...others] = Object.values(ring.keys)
      expect([name, Object.keys(keys ?? {}), others]).toEqual([name, [...purposesOf[name]], []])
    }
    const mounting = workloads.filter((workload) =>
      [...secretFiles(workload).values()].some(({ key }) => key.startsWith('ENCRYPTION_KEY')),
    )
    expect(mounting.map(({ name }) => name)).toEqual(['migrate'])
  })

  test('the administrator of the database is known to grant alone', () => {
    const knowing = workloads.filter(({ container }) =>
      container.env?.some(({ name }) => /^ADMIN_DATABASE_(PASSWORD|URL_FILE)$/.test(name)),
    )
    expect(knowing.map(({ name }) => name)).toEqual(['grant'])
    expect(environmentOf(named('migrate'), manifests).ADMIN_DATABASE_URL).not.toContain('@')
  })

  test.each(each)(
    '%s runs under the restricted profile, and writes to its volumes alone',
    (_name, { pod, container }) => {
      expect(pod).toMatchObject({
        enableServiceLinks: false,
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 10001,
          runAsGroup: 10001,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      })
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(pod).not.toHaveProperty('hostNetwork')
      const kinds = pod.volumes?.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'))
      expect(new Set(kinds)).toEqual(new Set(['emptyDir', 'secret']))
      expect(container.resources?.requests).toMatchObject({
        cpu: expect.anything(),
        memory: expect.anything(),
      })
      expect(container.resources?.limits).toHaveProperty('memory')
      expect(container.volumeMounts?.map(({ name }) => name).sort()).toEqual(
        pod.volumes?.map(({ name }) => name).sort(),
      )
    },
  )

  test.each(lasting)('%s is probed on a port that it listens on', (name) => {
    const { container } = named(name)
    const environment = environmentOf(named(name), manifests)
    const listens: Record<string, [string | undefined, string | undefined]> = {
      health: [environment.HEALTH_PORT, environment.HEALTH_HOST],
      metrics: [environment.METRICS_PORT, environment.METRICS_HOST],
      http: [environment.CONSOLE_PORT ?? environment.API_PORT ?? environment.PORT, environment.HOST],
    }
    for (const { name: port = '', containerPort } of container.ports ?? [])
      expect([port, listens[port]]).toEqual([port, [String(containerPort), '0.0.0.0']])
    const { startupProbe, livenessProbe, readinessProbe } = container
    const port = name === 'portal' || name === 'operator' ? 'http' : 'health'
    expect(container.ports?.map((found) => found.name)).toContain(port)
    expect([startupProbe?.httpGet, livenessProbe?.httpGet, readinessProbe?.httpGet]).toEqual([
      { path: '/api/live', port },
      { path: '/api/live', port },
      { path: '/api/ready', port },
    ])
  })

  test.each(lasting)('%s is replaced without a gap', (name) => {
    const { pod, container } = named(name)
    const find = (kind: string) =>
      manifests.find((found) => found.kind === kind && found.metadata.name === name)
    const spec = find('Deployment')?.spec as { replicas: number }
    expect(spec).toMatchObject({ strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } })
    expect(spec.replicas).toBeGreaterThan(1)
    const selector = { matchLabels: { 'app.kubernetes.io/name': name } }
    expect(spec).toMatchObject({ selector })
    expect(find('PodDisruptionBudget')?.spec).toMatchObject({ maxUnavailable: 1, selector })
    const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0
    // A worker accepts no connections, so that nothing has to stop sending.
    expect(sleep).toBe(name === 'worker' ? 0 : 5)
    // Worker and gateway end themselves after at most 13 seconds.
    expect(pod.terminationGracePeriodSeconds ?? 0).toBeGreaterThan(sleep + 13)
    const spread = pod.topologySpreadConstraints?.map((constraint) => constraint.labelSelector)
    const apart = pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.map(
      (term) => term.podAffinityTerm.labelSelector,
    )
    expect([spread, apart]).toEqual([[selector], [selector]])
  })

  test('each Service leads to the port of its own process', () => {
    const services = manifests.filter(({ kind }) => kind === 'Service')
    expect(services.map(({ metadata }) => metadata.name).sort()).toEqual([
      'api',
      'console',
      'operator',
      'portal',
      'status',
    ])
    for (const { metadata, spec } of services) {
      const name = metadata.name === 'status' ? 'portal' : metadata.name
      const { container, labels } = named(name)
      const { selector, ports } = spec as {
        selector: Record<string, string>
        ports: { port: number; targetPort: string }[]
      }
      expect(labels).toMatchObject(selector)
      expect(selector).toEqual({ 'app.kubernetes.io/name': name })
      const target = container.ports?.find(({ name }) => name === ports[0]?.targetPort)
      expect(target?.containerPort).toBe(ports[0]?.port)
    }
    const { PORTAL_INSIDE_URL, OPERATOR_INSIDE_URL } = environmentOf(named('worker'), manifests)
    expect([PORTAL_INSIDE_URL, OPERATOR_INSIDE_URL]).toEqual(['http://portal:3000', 'http://operator:3000'])
  })

  test('an apply after any change of the settings leaves a Job as it is, finished or not', () => {
    for (const { metadata, spec } of manifests.filter(({ kind }) => kind === 'Job')) {
      const { container } = named(metadata.name)
      const settings = container.env?.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef?.name ?? [])
      expect([metadata.name, new Set(settings)]).toEqual([metadata.name, new Set(['preparation'])])
      expect(spec).not.toHaveProperty('ttlSecondsAfterFinished')
    }
  })

  test('the status page is reached while no portal is ready, and no other Service is', () => {
    const services = manifests.filter(({ kind }) => kind === 'Service')
    const always = services.filter(
      ({ spec }) => (spec as { publishNotReadyAddresses?: boolean }).publishNotReadyAddresses,
    )
    expect(always.map(({ metadata }) => metadata.name)).toEqual(['status'])
  })

  test('each process has the command of deploy/compose.yaml', () => {
    const compose = parse(readFileSync('deploy/compose.yaml', 'utf8'), { merge: true }) as {
      services: Record<string, { command?: string[]; entrypoint?: string[] }>
    }
    for (const name of ['worker', 'console', 'api'])
      expect(named(name).container.command).toEqual(compose.services[name]?.command)
    const start = /^CMD (.*)$/m.exec(readFileSync('deploy/Dockerfile', 'utf8'))?.[1] ?? '[]'
    for (const name of ['portal', 'operator'])
      expect(named(name).container.command).toEqual(compose.services[name]?.command ?? JSON.parse(start))
    for (const name of ['grant', 'migrate'])
      expect(named(name).container.command).toEqual([
        ...(compose.services.prepare?.command ?? []).slice(0, -1),
        name,
      ])
  })
})

describe.runIf(!missingKubectl)('the types', () => {
  const manifests = missingKubectl
    ? []
    : Object.keys(variants).flatMap((name) => render(`deploy/kubernetes/${name}`))
  /** One object of each place that the manifests have: what a place may hold follows from its kind. */
  const places = [
    ...new Map(
      manifests.flatMap((manifest) =>
        objectsIn(manifest).map(({ place, object }) => [
          `${manifest.kind} ${place.filter((name) => !/^\d+$/.test(String(name))).join('.')} ${Object.keys(object).sort()}`,
          { manifest, place, names: Object.keys(object) },
        ]),
      ),
    ).values(),
  ]
  /** A copy of the manifest in which `change` was applied to the object at `place`. */
  function mutate(
    manifest: Manifest,
    place: Place,
    change: (object: Record<string, unknown>) => void,
  ): Manifest {
    const copy = structuredClone(manifest)
    let object: unknown = copy
    for (const name of place) object = (object as Record<string, unknown>)[name]
    change(object as Record<string, unknown>)
    return copy
  }
  const accepted = (changed: readonly Manifest[]) => {
    const faults = typeFaults(changed)
    return changed.filter(
      (manifest, index) => faults[index]?.length === 0 && unknownKeys(manifest).length === 0,
    )
  }

  test('refuse an unknown field in any object of any manifest', () => {
    const changed = places.map(({ manifest, place }) =>
      mutate(manifest, place, (object) => {
        object.unknownField = 'x'
      }),
    )
    expect(changed.length).toBeGreaterThan(100)
    expect(accepted(changed)).toEqual([])
  })

  test('refuse a slip in the name of any field of any manifest', () => {
    const changed = places.flatMap(({ manifest, place, names }) =>
      names.map((name) =>
        mutate(manifest, place, (object) => {
          object[`${name}x`] = object[name]
          delete object[name]
        }),
      ),
    )
    expect(changed.length).toBeGreaterThan(200)
    expect(accepted(changed)).toEqual([])
  })
})

describe.runIf(!missingKubectl)('docs/operating/kubernetes.md', () => {
  const page = readFileSync('docs/operating/kubernetes.md', 'utf8')
  const own = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  /** What the kustomization of the page renders, from a folder elsewhere. */
  function renderPage(): Manifest[] {
    const folder = mkdtempSync(path.join(tmpdir(), 'andromede-kustomization-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const text = own.replace('andromede/deploy/kubernetes', path.relative(folder, 'deploy/kubernetes'))
    writeFileSync(path.join(folder, 'kustomization.yaml'), text)
    return render(folder)
  }

  test('has a kustomization that renders, with the ranges of the hypervisors in both places', () => {
    const manifests = renderPage()
    expect(typeFaults(manifests).flat()).toEqual([])
    for (const { container } of workloadsIn(manifests))
      expect(container.image).toBe('registry.cloud.example/andromede:1.0.0')
    const settings = manifests.find(({ metadata }) => metadata.name.startsWith('settings-'))
    const { MANAGEMENT_RANGES } = dataOf(manifests, 'ConfigMap', settings?.metadata.name ?? '')
    const policy = manifests.find(({ metadata }) => metadata.name === 'hypervisors')
    for (const range of MANAGEMENT_RANGES?.split(',') ?? []) expect(JSON.stringify(policy)).toContain(range)
  })

  test('applies each Job with the settings that it reads, and the rest without the Jobs', () => {
    const manifests = renderPage()
    const labelled = (label: string) =>
      manifests.filter(
        ({ metadata }) =>
          (metadata as { labels?: Record<string, string> }).labels?.['app.kubernetes.io/name'] === label,
      )
    const selectors = [...page.matchAll(/-l '?app\.kubernetes\.io\/name(?: in \(|=)([^)'`]+)/g)].map(
      ([, names = '']) => names.split(/, /),
    )
    expect(selectors).toEqual([
      ['database'],
      ['preparation', 'grant'],
      ['preparation', 'migrate'],
      ['preparation', 'migrate'],
    ])
    const applied = [...page.matchAll(/kubectl apply -k \.(.*)/g)].map(([, selector]) => selector)
    expect(applied.filter((selector) => !selector?.includes('-l '))).toEqual([])
    expect(applied.filter((selector) => selector?.includes("notin (grant, migrate)'"))).toHaveLength(2)
    for (const name of selectors.flat()) expect([name, labelled(name).length > 0]).toEqual([name, true])
    expect(labelled('preparation').map(({ kind }) => kind)).toEqual(['ConfigMap'])
    expect(
      labelled('database')
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['Cluster', 'NetworkPolicy', 'ObjectStore', 'ScheduledBackup'])
  })
})

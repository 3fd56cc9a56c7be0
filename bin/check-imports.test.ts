import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

const project = path.resolve(import.meta.dirname, '..')
const made: string[] = []

/** A small valid project that uses every allowed direction at least once. */
const sound: Record<string, string> = {
  'lib/kernel/errors.ts': 'export const law = 1',
  'lib/routes/index.ts': 'export const routes = {}',
  'lib/jobs/index.ts': "export { enqueue } from './enqueue'",
  'lib/jobs/enqueue.ts': "import { insertJob } from './queries/jobs'\nexport const enqueue = insertJob",
  'lib/jobs/rows.ts': "export { insertJob } from './queries/jobs'",
  'lib/identity/index.ts': "import { enqueue } from '~/lib/jobs'\nexport const authorize = enqueue",
  'lib/identity/client.ts': "import { law } from '~/lib/kernel/errors'\nexport const view = law",
  'lib/ordering/index.ts':
    "import { authorize } from '~/lib/identity'\nimport { insertJob } from '~/lib/jobs/rows'\nexport const placeOrder = [authorize, insertJob]",
  'lib/hypervisors/index.ts': "import { driver } from './incus/driver'\nexport const provision = driver",
  'lib/hypervisors/incus/driver.ts': 'export const driver = 1',
  'lib/worker/main.ts': "import { placeOrder } from '~/lib/ordering'\nexport const main = placeOrder",
  'db/schema.ts': 'export const schema = 1',
  'db/client.ts': "import { law } from '~/lib/kernel/errors'\nexport const client = law",
  'lib/jobs/queries/jobs.ts': "import { client } from '~/db/client'\nexport const insertJob = client",
  'db/testing/template.ts': "import { enqueue } from '~/lib/jobs'\nexport const template = enqueue",
  'components/ui/badge.tsx': "import { view } from '~/lib/identity/client'\nexport const badge = view",
  'app/_server/context.ts':
    "import { authorize } from '~/lib/identity'\nimport 'server-only'\nexport const context = authorize",
  'app/page.tsx': "import { placeOrder } from '~/lib/ordering'\nexport const page = placeOrder",
}

const violations: [rule: string, file: string, text: string][] = [
  [
    'domain-order',
    'lib/identity/late.ts',
    "import { placeOrder } from '~/lib/ordering'\nexport const a = placeOrder",
  ],
  [
    'domain-order',
    'lib/jobs/late.ts',
    "import type { authorize } from '../identity'\nexport type A = typeof authorize",
  ],
  [
    'domain-order',
    'lib/catalogue/late.ts',
    "import { authorize } from '~/lib/identity'\nimport type { driver } from '~/lib/hypervisors'\nexport type Q = [typeof authorize, typeof driver]",
  ],
  ['known-domains', 'lib/novelty/index.ts', "import './other'"],
  ['no-cycles', 'lib/kernel/one.ts', "import { two } from './two'\nexport const one = () => two"],
  ['everything-resolves', 'lib/kernel/lost.ts', "import './nowhere'"],
  [
    'components-are-blind',
    'components/ui/call.tsx',
    "import { placeOrder } from '~/lib/ordering'\nexport const b = placeOrder",
  ],
  [
    'client-pieces-are-blind',
    'app/o/_components/call.tsx',
    "import { placeOrder } from '../../../lib/ordering'\nexport const c = placeOrder",
  ],
  ['app-calls-lib', 'app/sql.ts', "import { client } from '~/db/client'\nexport const d = client"],
  [
    'glue-writes-no-sql',
    'app/_server/sql.ts',
    "import { schema } from '~/db/schema'\nexport const e = schema",
  ],
  [
    'front-door-from-app',
    'app/back-door.ts',
    "import { enqueue } from '~/lib/jobs/enqueue'\nexport const f = enqueue",
  ],
  [
    'front-door-between-domains',
    'lib/ordering/back-door.ts',
    "import { enqueue } from '~/lib/jobs/enqueue'\nexport const g = enqueue",
  ],
  ['lib-has-no-transport', 'lib/ordering/next.ts', "import 'server-only'"],
  [
    'lib-has-no-transport',
    'db/react.ts',
    "import type { ReactNode } from 'react'\nexport type H = ReactNode",
  ],
  [
    'kernel-is-the-floor',
    'lib/kernel/sql.ts',
    "import { client } from '~/db/client'\nexport const i = client",
  ],
  [
    'db-sees-kernel-only',
    'db/up.ts',
    "import { authorize } from '~/lib/identity'\nexport const j = authorize",
  ],
  [
    'front-door-between-domains',
    'lib/ordering/sql.ts',
    "import { insertJob } from '../jobs/queries/jobs'\nexport const k = insertJob",
  ],
  [
    'queries-hold-sql-alone',
    'lib/jobs/queries/up.ts',
    "import { enqueue } from '../enqueue'\nexport const k = enqueue",
  ],
  [
    'own-queries-only',
    'bin/sql.ts',
    "import { insertJob } from '~/lib/jobs/queries/jobs'\nexport const l = insertJob",
  ],
  [
    'own-queries-only',
    'app/rows.ts',
    "import { insertJob } from '~/lib/jobs/rows'\nexport const l = insertJob",
  ],
  ['own-queries-only', 'lib/jobs/client.ts', "export { insertJob } from './queries/jobs'"],
  ['worker-is-the-top', 'app/worker.ts', "import { main } from '~/lib/worker/main'\nexport const m = main"],
  [
    'drivers-are-private',
    'lib/worker/driver.ts',
    "import { driver } from '~/lib/hypervisors/incus/driver'\nexport const n = driver",
  ],
  [
    'no-tests-in-production',
    'lib/ordering/template.ts',
    "import { template } from '~/db/testing/template'\nexport const o = template",
  ],
  ['one-sql-package', 'lib/ordering/drizzle.ts', "import { sql } from 'drizzle-orm'\nexport const p = sql"],
]

function makeProject(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-imports-'))
  made.push(folder)
  for (const file of ['tsconfig.json', 'tsconfig.base.json'])
    cpSync(path.join(project, file), path.join(folder, file))
  symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  return folder
}

function checkImports(folder: string) {
  return spawnSync(process.execPath, [path.join(project, 'bin/check-imports.mjs')], {
    cwd: folder,
    encoding: 'utf8',
  })
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('the import rules', { timeout: 60_000 }, () => {
  test('pass a project that follows them', () => {
    const { status, stdout, stderr } = checkImports(makeProject(sound))
    expect(stderr).toBe('')
    expect(stdout).toContain(`${Object.keys(sound).length} sources, 0 violations`)
    expect(status).toBe(0)
  })

  test('find each planted violation, with its name and file', () => {
    const planted = Object.fromEntries(violations.map(([, file, text]) => [file, text]))
    const helpers = {
      'lib/kernel/two.ts': "import { one } from './one'\nexport const two = () => one",
      'lib/novelty/other.ts': '',
    }
    const { status, stderr } = checkImports(makeProject({ ...sound, ...planted, ...helpers }))
    const found = stderr.split('\n')
    const missed = violations.filter(
      ([rule, file]) => !found.some((line) => line.startsWith(`${rule}: ${file} `)),
    )
    expect(missed).toEqual([])
    expect(status).toBe(1)
  })

  test('fail when a source was not parsed, since the cruiser then finds nothing', () => {
    const hidden = { 'lib/kernel/node_modules/hidden.ts': 'export const hidden = 1' }
    const { status, stderr } = checkImports(makeProject({ ...sound, ...hidden }))
    expect(stderr).toContain(`1 of ${Object.keys(sound).length + 1} sources were not seen`)
    expect(status).toBe(1)
  })

  test('fail when there are no sources', () => {
    const { status, stderr } = checkImports(makeProject({ 'next-env.d.ts': '' }))
    expect(stderr).toContain('0 of 0 sources')
    expect(status).toBe(1)
  })
})

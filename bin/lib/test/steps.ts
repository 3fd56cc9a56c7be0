import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, isBuilt } from '../build.ts'
import { root } from '../root.ts'
import { bringChromium, findChromium } from './browser.ts'
import { type BrowserReport, browserFailures } from './browser-failures.ts'
import { bundleBrowserTests } from './bundle-browser-tests.ts'
import { type Counts, countPlaywright, countVitest, none, readCounts } from './counts.ts'
import { explainFailures } from './explain-failures.ts'
import type { TestFiles } from './find-test-files.ts'
import { environmentOfKept, keepDemonstration } from './kept-demonstration.ts'
import { type Output, runProgram } from './run-program.ts'

/** `TEST_DIST_DIR` lets a second run on the same sources keep its own build. */
export const testDistDir = process.env.TEST_DIST_DIR ?? '.next-test'

export type StepContext = { temporary: string; failedSteps: ReadonlySet<string>; output: Output }
export type Step = { name: string; headline: string; run(context: StepContext): Promise<Counts> }
/** Steps that run one after another. */
export type Lane = readonly Step[]
/** Lanes that run in parallel. */
export type Round = readonly Lane[]

/** A dot between two colour codes for every test makes a log unreadable. */
const plain: Record<string, string> = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
const tool = (file: string) => path.join(root, 'node_modules', file)
const verdict = (holds: boolean): Counts => (holds ? { ...none, passed: 1 } : { ...none, failed: 1 })

/** Run a JavaScript program of the project or of a dependency on this Node. */
const runNode = (args: readonly string[], output: Output, env: Record<string, string> = plain) =>
  runProgram(process.execPath, args, { env, output })

function check(name: string, headline: string, ...commands: (readonly string[])[]): Step {
  const run = async ({ output }: StepContext) => {
    for (const command of commands) {
      const code = await runNode(command, output, { ...plain, NEXT_DIST_DIR: testDistDir })
      if (code !== 0) return verdict(false)
    }
    return verdict(true)
  }
  return { name, headline, run }
}

/** Where a step with tests leaves what failed; absent when nothing did. */
export const failuresFile = (temporary: string, step: string) => path.join(temporary, `${step}.failures`)

const demonstrationIn = (temporary: string) => path.join(temporary, 'demonstration')

type Project = 'unit' | 'integration' | 'incus' | 'reliability'
const headlines: Record<Project, string> = {
  unit: 'unit tests',
  integration: 'integration tests, on a real PostgreSQL',
  incus: 'the real hypervisor',
  reliability: 'reliability tests, on a real PostgreSQL',
}

/** The tests of one project: those of `files`, printed by name, or all. */
function vitest(project: Project, files: readonly string[] = [], ...flags: string[]): Step {
  const headline = headlines[project]
  const run = async ({ temporary, output }: StepContext) => {
    const report = path.join(temporary, `${project}.json`)
    const reporters = [
      `--reporter=${files.length > 0 ? 'default' : 'dot'}`,
      '--reporter=json',
      `--outputFile.json=${report}`,
      `--reporter=${path.join(root, 'bin/lib/test/failure-reporter.ts')}`,
      '--silent=passed-only',
    ]
    const command = [tool('vitest/vitest.mjs'), 'run', '--project', project, ...reporters, ...flags, ...files]
    const code = await runNode(command, output, {
      ...plain,
      ...environmentOfKept(demonstrationIn(temporary)),
      FAILURES_FILE: failuresFile(temporary, project),
    })
    return readCounts(report, (read: Parameters<typeof countVitest>[0]) => countVitest(read, code))
  }
  return { name: project, headline, run }
}

const productionBuild: Step = {
  name: 'build',
  headline: 'production build',
  async run() {
    try {
      await build({ distDir: testDistDir, log: () => {} })
      return verdict(true)
    } catch (error) {
      console.error((error as Error).message)
      return verdict(false)
    }
  },
}

const demonstration: Step = {
  name: 'demonstration',
  headline: 'demonstration, for the tests of it and the installations of end to end',
  async run({ temporary }) {
    try {
      await keepDemonstration(demonstrationIn(temporary))
      return verdict(true)
    } catch (error) {
      console.error((error as Error).message)
      return verdict(false)
    }
  },
}

/**
 * The only step that installs Debian packages, for root on Debian: a browser, without which it fails; Incus with OVN,
 * PowerDNS, Pebble with HAProxy, PgBouncer, pgBackRest, age, Prometheus, nginx, Caddy, kubectl, Podman, zsh, fish and
 * Ansible, without which their tests are skipped with the reason.
 */
const packages: Step = {
  name: 'packages',
  headline:
    'Debian packages of the browser, the hypervisor, the DNS server, the certificate authority, the pooler, the backups, the alerts, the proxies, the manifests and the customers’ programs',
  async run({ output }) {
    await runProgram('bash', [path.join(root, 'bin/incus/ovn-packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/powerdns/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/pebble/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/pgbouncer/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/pgbackrest/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/prometheus/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/kubernetes/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/proxies/packages.sh')], { output })
    await runProgram('bash', [path.join(root, 'bin/clients/packages.sh')], { output })
    return verdict((await bringChromium(output)) !== undefined)
  },
}

/** The browser tests: those of `files`, or all. */
const endToEnd = (files?: readonly string[]): Step => ({
  name: 'e2e',
  headline: 'end to end, in a browser',
  async run({ temporary, failedSteps, output }) {
    if (failedSteps.has('build')) {
      console.error('not run: there is no build to run on')
      return verdict(false)
    }
    const chromium = findChromium()
    if (chromium === undefined) {
      console.error(
        'not run: there is no Chromium; `npm test -- --only packages` installs it or says why not',
      )
      return verdict(false)
    }
    const report = path.join(temporary, 'e2e.json')
    let bundled: string
    try {
      bundled = await bundleBrowserTests(testDistDir, files)
    } catch (error) {
      console.error((error as Error).message)
      return verdict(false)
    }
    const code = await runNode(
      [tool('@playwright/test/cli.js'), 'test', `--reporter=${files ? 'list' : 'dot'},json`],
      output,
      {
        ...environmentOfKept(demonstrationIn(temporary)),
        BUNDLED_TESTS: bundled,
        CHROMIUM_PATH: chromium,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      },
    )
    if (code !== 0) console.error(explainFailures(path.join(root, 'test-results')))
    return readCounts(report, (read: Parameters<typeof countPlaywright>[0] & BrowserReport) => {
      const failures = browserFailures(read)
      if (failures.length > 0) writeFileSync(failuresFile(temporary, 'e2e'), `${failures.join('\n')}\n`)
      return countPlaywright(read, code)
    })
  },
})

/**
 * All steps of `npm test`. The tests on a real hypervisor mostly wait, so they take less time in parallel with
 * others than in a separate round.
 */
export const rounds: readonly Round[] = [
  [
    [check('lint', 'format and lint', [tool('@biomejs/biome/bin/biome'), 'check', '.'])],
    [
      check(
        'types',
        'types',
        [tool('next/dist/bin/next'), 'typegen'],
        // Its threads would repeat work, and compete with parallel steps for the processors.
        [tool('typescript-native/lib/tsc.js'), '--noEmit', '--singleThreaded'],
      ),
    ],
    [check('imports', 'import rules', ['bin/check-imports.mjs'])],
    [check('floors', 'dependency floors', ['bin/check-floors.mjs'])],
    [check('dead-code', 'dead code', [tool('knip/bin/knip.js')])],
    [packages],
    [demonstration],
  ],
  [[vitest('unit'), vitest('integration'), productionBuild], [vitest('incus', [], '--passWithNoTests')]],
  [[endToEnd()]],
]

/** The steps of `npm run test:reliability`. */
export const reliabilityRounds: readonly Round[] = [[[vitest('reliability')]]]

/**
 * The steps of `npm test -- FILE…`: each file by its kind. A build is made only for browser tests, and only when
 * sources changed.
 */
export function roundsOf(files: TestFiles): Round[] {
  const projects = ['unit', 'integration', 'incus', 'reliability'] as const
  const steps = projects.flatMap((project) => (files[project] ? [vitest(project, files[project])] : []))
  if (files.e2e || files.incus) steps.unshift(packages)
  if (!files.e2e) return [[steps]]
  return [[[...steps, ...(isBuilt(testDistDir) ? [] : [productionBuild])]], [[endToEnd(files.e2e)]]]
}

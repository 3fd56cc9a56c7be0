import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { retryableByCode } from '~/lib/hypervisors/port/driver-error'
import { jobNames } from '~/lib/jobs'
import { definitions, type MetricName } from '~/lib/kernel/metrics/definitions'
import { channels } from '~/lib/platform/figures'
import { sagaKinds } from '~/lib/sagas/saga-kinds'

const zones = 3
const processes = 4
const sources = (pattern: string) => globSync(pattern).filter((file) => !file.includes('.test.'))
const occurrences = (files: string[], pattern: RegExp) =>
  files.reduce((sum, file) => sum + (readFileSync(file, 'utf8').match(pattern)?.length ?? 0), 0)

const routes = sources('app/**/{page.tsx,route.ts}').length + 2
const actions = occurrences(sources('app/**/*actions*.ts'), /= defineAction\(/g) + 1
const sweepers = occurrences(sources('lib/worker/sweepers/*.ts'), /^\s*(\{ )?name: '/gm)
const operations = occurrences(
  ['lib/hypervisors/port/driver.ts'],
  /^ {2}[a-zA-Z0-9]+\($|^ {2}[a-zA-Z0-9]+\(.*\): Promise/gm,
)
const codes = Object.keys(retryableByCode).length + 1
const pools = 6

/**
 * How many combinations of labels an installation with these zones can have. A route has three classes of status and an
 * action two outcomes: none redirects, refuses and fails alike.
 */
const combinations: Record<MetricName, number> = {
  httpRequests: routes * 3,
  httpSeconds: routes,
  httpDuration: 1,
  actions: actions * 2,
  actionSeconds: actions,
  actionDuration: 1,
  signIns: 5,
  transactionSeconds: pools * 2,
  poolSize: pools,
  poolTransactions: pools * 2,
  replicaReads: 5,
  circuits: zones + 4,
  driverSeconds: zones * operations,
  driverFailures: zones * codes,
  sagaStepFailures: sagaKinds.length,
  sagaStepSeconds: sagaKinds.length,
  jobSeconds: jobNames.length * 2,
  sweeperRuns: sweepers * 2,
  sweeperSeconds: sweepers,
  traceSpans: 3,
  consoles: 1,
  streams: 1,
  ready: processes,
  process: processes,
  figuresRead: 1,
  sagasOpen: sagaKinds.length * 3,
  sagasOldest: sagaKinds.length * 3,
  jobsDue: jobNames.length,
  jobsLag: jobNames.length,
  jobsFailed: jobNames.length,
  processes: 4 * 3,
  sweeperSuccess: sweepers,
  sweeperInterval: sweepers,
  backlog: channels.length,
  backlogAge: channels.length,
  drifts: zones * 2,
  hosts: zones,
  zonesReached: zones,
  certificates: 2,
  certificatesFailed: 1,
}

test('the sources were found', () => {
  expect([routes > 150, actions > 250, sweepers > 50, operations > 40]).toEqual([true, true, true, true])
})

test('an installation of three zones exports at most 5,500 series', () => {
  const series = Object.entries(combinations).map(([key, count]) => {
    const definition = definitions[key as MetricName]
    // One for each bound, one without a bound, sum and count.
    return definition.kind === 'histogram' ? count * (definition.buckets.length + 3) : count
  })
  // Of Node and the process.
  const usual = processes * 60
  const sum = series.reduce((total, each) => total + each, usual)
  expect(sum).toBeLessThanOrEqual(5_500)
})

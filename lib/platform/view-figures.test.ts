import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Figures } from './figures'
import { limits } from './limits'
import { viewFigures } from './view-figures'

const now = new Date('2026-11-24T09:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
const processOf = (
  kind: Figures['processes'][number]['kind'],
  more: Partial<Figures['processes'][number]> = {},
) => ({
  id: `${kind}-1`,
  kind,
  version: '0.1.0',
  schemaVersion: '0033_x',
  startedAt: ago(3_600),
  seenAt: ago(5),
  isReady: true,
  state: 'ready' as const,
  ...more,
})
const zone = {
  zone: 'PAR1',
  driver: 'incus',
  reachedAt: ago(2),
  silentHosts: 0,
  isCircuitOpen: false,
} as const

/** An installation that is well, with work in progress. */
const well: Figures = {
  readAt: now,
  processes: (['portal', 'api', 'operator', 'worker', 'console'] as const).map((kind) => processOf(kind)),
  sagas: [{ kind: 'create_instance', state: 'running', open: 40, oldestAt: ago(limits.sagaSeconds) }],
  jobs: [
    {
      task: 'send_mail',
      waiting: 3,
      due: 3,
      oldestDueAt: ago(limits.jobLagSeconds),
      oldestWaitingAt: ago(60),
      givenUp: 0,
    },
  ],
  sweepers: [{ name: 'webhooks', everyMs: 1_000, succeededAt: ago(123), knownSince: ago(3_600) }],
  backlogs: [
    { channel: 'mails', waiting: 3, since: ago(limits.backlogSeconds.mails) },
    { channel: 'deferred_mails', waiting: limits.deferredMails, since: ago(3_600) },
    { channel: 'undecided', waiting: 300, since: ago(86_400) },
  ],
  drifts: [{ zone: 'PAR1', isHeld: false, open: 2 }],
  zones: [zone],
  certificates: {
    renewed: new Date('2026-12-24T09:00:00Z'),
    uploaded: new Date('2026-11-25T09:00:00Z'),
    failedOrders: 1,
  },
}
const looks = (figures: Figures) =>
  viewFigures(figures)
    .checks.filter(({ verdict }) => verdict === 'look')
    .map(({ name, count }) => [name, count])

test('nothing needs a look while every figure is within its limit', () => {
  expect(looks(well)).toEqual([])
})

test.each<[string, Partial<Figures>, [string, number][]]>([
  ['a kind of process that is absent', { processes: well.processes.slice(1) }, [['processes', 1]]],
  [
    'a silent worker, which is no longer there either',
    {
      processes: well.processes.map((each) => (each.kind === 'worker' ? { ...each, state: 'silent' } : each)),
    },
    [['processes', 2]],
  ],
  [
    'one process of several that is not ready',
    { processes: [...well.processes, processOf('portal', { id: 'p2', state: 'not_ready' })] },
    [['processes', 1]],
  ],
  [
    'two versions',
    { processes: [...well.processes, processOf('portal', { id: 'p2', version: '0.2.0' })] },
    [['versions', 1]],
  ],
  [
    'a parked saga, and one that runs too long',
    {
      sagas: [
        { kind: 'stop_instance', state: 'parked', open: 1, oldestAt: ago(1) },
        { kind: 'stop_instance', state: 'running', open: 1, oldestAt: ago(limits.sagaSeconds + 1) },
      ],
    },
    [['sagas', 2]],
  ],
  [
    'a job that waits, and one that was given up',
    {
      jobs: [
        { task: 'send_mail', waiting: 1, due: 1, oldestDueAt: ago(61), oldestWaitingAt: ago(61), givenUp: 0 },
        { task: 'prepare_export', waiting: 0, due: 0, oldestDueAt: null, oldestWaitingAt: null, givenUp: 2 },
      ],
    },
    [['jobs', 2]],
  ],
  [
    'a sweeper that fails since the start of its worker',
    { sweepers: [{ name: 'webhooks', everyMs: 1_000, succeededAt: null, knownSince: ago(124) }] },
    [['sweepers', 1]],
  ],
  [
    'invoices that wait for five hours',
    { backlogs: [{ channel: 'einvoices', waiting: 1, since: ago(18_000) }] },
    [['backlogs', 1]],
  ],
  [
    'a mail that its recipient’s server has deferred for more than two hours',
    { backlogs: [{ channel: 'deferred_mails', waiting: 1, since: ago(7_201) }] },
    [['backlogs', 1]],
  ],
  [
    'more deferred mails than greylists explain',
    { backlogs: [{ channel: 'deferred_mails', waiting: 21, since: ago(60) }] },
    [['backlogs', 1]],
  ],
  [
    'sendings in doubt that no one has decided about for two days',
    { backlogs: [{ channel: 'undecided', waiting: 1, since: ago(172_801) }] },
    [['backlogs', 1]],
  ],
  ['a zone that no worker reaches', { zones: [{ ...zone, reachedAt: ago(46) }] }, [['zones', 1]]],
  ['a silent host', { zones: [{ ...zone, silentHosts: 1 }] }, [['zones', 1]]],
  ['suspended calls', { zones: [{ ...zone, isCircuitOpen: true }] }, [['zones', 1]]],
  [
    'held drifts, also at their zone',
    { drifts: [{ zone: 'PAR1', isHeld: true, open: 4 }] },
    [
      ['zones', 1],
      ['drifts', 4],
    ],
  ],
  [
    'a certificate that was not renewed',
    { certificates: { ...well.certificates, renewed: new Date('2026-12-07T09:00:00Z') } },
    [['certificates', 1]],
  ],
])('%s needs a look', (_, change, expected) => {
  expect(looks({ ...well, ...change })).toEqual(expected)
})

test('the alert rules have the same limits', () => {
  const file = parse(readFileSync('deploy/observability/alerts.yaml', 'utf8')) as {
    groups: { rules: { alert: string; expr: string }[] }[]
  }
  const rules = new Map(file.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr])))
  const lastNumber = (alert: string) => Number(/(\d+)\s*$/.exec(rules.get(alert) ?? '')?.[1])
  const ofChannel = (channel: string) =>
    Number(
      new RegExp(`age_seconds\\{channel=${channel}\\}\\) > (\\d+)`).exec(
        rules.get('AndromedeMailsWait') ?? '',
      )?.[1],
    )
  expect({
    sagaSeconds: lastNumber('AndromedeSagaOld'),
    jobLagSeconds: lastNumber('AndromedeJobsLate'),
    sweeperIntervals: Number(/> (\d+) \*/.exec(rules.get('AndromedeSweeperSilent') ?? '')?.[1]),
    sweeperGraceSeconds: lastNumber('AndromedeSweeperSilent'),
    zoneSeconds: lastNumber('AndromedeZoneUnreached'),
    certificateDays: lastNumber('AndromedeCertificateEnds'),
    backlogSeconds: {
      mails: ofChannel('"mails"'),
      deferred_mails: ofChannel('"deferred_mails"'),
      webhooks: lastNumber('AndromedeWebhooksWait'),
      einvoices: lastNumber('AndromedeDocumentsWait'),
      payments: lastNumber('AndromedeDocumentsWait'),
      declarations: lastNumber('AndromedeDocumentsWait'),
      undecided: lastNumber('AndromedeSendingsUndecided'),
    },
    deferredMails: lastNumber('AndromedeMailsWait'),
  }).toEqual(limits)
})

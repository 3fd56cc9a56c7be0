import type { GaugeSample } from '~/lib/kernel/metrics/recorder'
import type { Figures } from './figures'

const dayMs = 86_400_000

/** The figures as gauges. Pure. */
export function figureSamples(figures: Figures): GaugeSample[] {
  const { readAt, certificates } = figures
  const age = (since: Date | null) =>
    since === null ? 0 : Math.max(0, (readAt.getTime() - since.getTime()) / 1_000)
  const daysTo = (end: Date) => (end.getTime() - readAt.getTime()) / dayMs
  const seconds = (at: Date) => at.getTime() / 1_000
  return [
    { metric: 'figuresRead', labels: {}, value: seconds(readAt) },
    ...figures.processes.map(
      ({ kind, state }): GaugeSample => ({ metric: 'processes', labels: { kind, state }, value: 1 }),
    ),
    ...figures.sagas.flatMap(({ kind, state, open, oldestAt }): GaugeSample[] => [
      { metric: 'sagasOpen', labels: { kind, state }, value: open },
      { metric: 'sagasOldest', labels: { kind, state }, value: age(oldestAt) },
    ]),
    ...figures.jobs.flatMap(({ task, due, oldestDueAt, givenUp }): GaugeSample[] => [
      { metric: 'jobsDue', labels: { task }, value: due },
      { metric: 'jobsLag', labels: { task }, value: age(oldestDueAt) },
      { metric: 'jobsFailed', labels: { task }, value: givenUp },
    ]),
    ...figures.sweepers.flatMap(({ name, everyMs, succeededAt, knownSince }): GaugeSample[] => [
      { metric: 'sweeperInterval', labels: { sweeper: name }, value: everyMs / 1_000 },
      // A worker that has just started is given the time of one that succeeded then.
      { metric: 'sweeperSuccess', labels: { sweeper: name }, value: seconds(succeededAt ?? knownSince) },
    ]),
    ...figures.backlogs.flatMap(({ channel, waiting, since }): GaugeSample[] => [
      { metric: 'backlog', labels: { channel }, value: waiting },
      { metric: 'backlogAge', labels: { channel }, value: age(since) },
    ]),
    ...figures.drifts.map(
      ({ zone, isHeld, open }): GaugeSample => ({
        metric: 'drifts',
        labels: { zone, state: isHeld ? 'held' : 'open' },
        value: open,
      }),
    ),
    ...figures.zones.flatMap(({ zone, reachedAt, silentHosts }): GaugeSample[] => [
      { metric: 'hosts', labels: { zone }, value: silentHosts },
      ...(reachedAt
        ? [{ metric: 'zonesReached', labels: { zone }, value: seconds(reachedAt) } satisfies GaugeSample]
        : []),
    ]),
    ...(['renewed', 'uploaded'] as const).flatMap((kind): GaugeSample[] => {
      const end = certificates[kind]
      return end ? [{ metric: 'certificates', labels: { kind }, value: daysTo(end) }] : []
    }),
    { metric: 'certificatesFailed', labels: {}, value: certificates.failedOrders },
  ]
}

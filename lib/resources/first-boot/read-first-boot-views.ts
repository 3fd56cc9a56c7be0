import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { FirstBootView } from './first-boot-view'
import { type FirstBootRow, listFirstBoots } from './queries/first-boots'

/** Pages follow a first boot for so long. */
const followedMs = 600_000

/** The first boots of these servers, as last read. None for one that was made before they were recorded. */
export async function readFirstBootViews(
  tx: Tx,
  instanceIds: readonly Id<'instance'>[],
  now: Date,
): Promise<Map<string, FirstBootView>> {
  if (instanceIds.length === 0) return new Map()
  const rows = await listFirstBoots(tx, instanceIds)
  return new Map(
    rows.flatMap(({ id, hasCloudInit, boot }): [string, FirstBootView][] => {
      if (boot) return [[id, viewOf(boot, now)]]
      return hasCloudInit ? [] : [[id, absent]]
    }),
  )
}

const absent: FirstBootView = {
  is: 'absent',
  since: null,
  milliseconds: null,
  module: null,
  error: null,
  isFollowed: false,
}

function viewOf(boot: FirstBootRow, now: Date): FirstBootView {
  if (boot.state === 'absent') return absent
  return {
    is: boot.state,
    since: boot.since.toISOString(),
    milliseconds: boot.milliseconds,
    module: boot.module,
    error: boot.error,
    isFollowed: boot.state === 'running' && now.getTime() - boot.since.getTime() < followedMs,
  }
}

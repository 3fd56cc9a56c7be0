'use client'
import type { QueryKey } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { useSelection } from '~/components/table/selection-context'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { type InstanceLine, instanceCan, type ListPage } from '~/lib/resources/client'
import { operateInstancesAction } from '../actions'

type Props = { organisationId: string; rows: readonly InstanceLine[]; queryKey: QueryKey }
type Verb = 'start' | 'stop'

const transient = { start: 'starting', stop: 'stopping' } as const

/** Starts or stops the ticked servers that allow it; updates the screen optimistically and counts failures. */
export function BulkPower({ organisationId, rows, queryKey }: Props) {
  const t = useTranslations('compute.instances')
  const { ids, clear } = useSelection()
  const run = useOptimisticRun<ListPage<InstanceLine>>(queryKey)
  const ticked = rows.filter((row) => ids.includes(row.id))

  const operate = async (verb: Verb) => {
    const wanted = ticked.filter((row) => instanceCan[verb](row).allowed)
    const skipped = ticked.length - wanted.length
    clear()
    let refused = skipped
    if (wanted.length > 0) {
      const instanceIds = wanted.map((row) => row.id)
      const isWanted = new Set<string>(instanceIds)
      const result = await run(
        () => operateInstancesAction({ organisationId, verb, instanceIds }),
        (page) => ({
          ...page,
          rows: page.rows.map((row) => (isWanted.has(row.id) ? { ...row, state: transient[verb] } : row)),
        }),
      )
      if (result.ok) refused += result.data.filter((each) => each.refusal !== null).length
    }
    if (refused > 0) showToast('warn', t('refusedSome', { count: refused }))
  }

  return (
    <>
      <Button size="sm" icon={<Icon name="play" size={15} />} onClick={() => operate('start')}>
        {t('start')}
      </Button>
      <Button size="sm" icon={<Icon name="power" size={15} />} onClick={() => operate('stop')}>
        {t('stop')}
      </Button>
    </>
  )
}

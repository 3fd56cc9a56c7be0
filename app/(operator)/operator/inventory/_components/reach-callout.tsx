import { useTranslations } from 'next-intl'
import { Callout, ErrorText } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { ZoneReach } from '~/lib/datacentre/client'

/** Why a zone in service sells nothing, and the last error of a worker that tried to reach its hypervisor. */
export function ReachCallout({ reach }: { reach: ZoneReach }) {
  const t = useTranslations('inventory.reach')
  const failures = useTranslations('provisioning.failure')
  const { failure, reachedAt } = reach
  return (
    <Callout tone="bad" title={t('title')}>
      <p>
        {failure === null
          ? t('noWorker')
          : failure.code === 'no_means'
            ? t.rich('noMeans', { code: (text) => <code>{text}</code> })
            : failures(failure.code)}
      </p>
      {failure?.text && <ErrorText>{failure.text}</ErrorText>}
      <p className="text-sm text-ink-2">
        {reachedAt === null
          ? t('never')
          : t.rich('reachedAt', { date: () => <Timestamp at={new Date(reachedAt)} /> })}
      </p>
    </Callout>
  )
}

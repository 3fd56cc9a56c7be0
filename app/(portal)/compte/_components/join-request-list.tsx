import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill } from '~/components/ui/display/state-pill'
import type { RequestedOrganisationView } from '~/lib/identity/client'

const tones = { pending: 'warn', accepted: 'ok', refused: 'bad' } as const

/** The person's requests to join organisations, with their state. */
export function JoinRequestList({ requests }: { requests: readonly RequestedOrganisationView[] }) {
  const t = useTranslations('identity.account')
  return (
    <Card title={t('requests')} padded={false}>
      <ul className="divide-y divide-line">
        {requests.map((request) => (
          <li key={request.requestId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4.5 py-3">
            <span className="min-w-0 flex-1 basis-48 font-medium wrap-anywhere">{request.legalName}</span>
            <StatePill tone={tones[request.state]}>{t(`requestState.${request.state}`)}</StatePill>
            <span className="text-sm text-ink-2">
              <RelativeTime at={new Date(request.decidedAt ?? request.createdAt)} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

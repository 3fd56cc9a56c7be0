'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Badge } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { describeDevice, type SessionView } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = {
  sessions: readonly SessionView[]
  end: (input: { sessionId: string }) => Promise<ActionResult<void>>
  endOthers: (input: Record<string, never>) => Promise<ActionResult<{ ended: number }>>
}

/** The person's open sessions, with buttons to end them. */
export function SessionsCard({ sessions, end, endOthers }: Props) {
  useFocusRescue(sessions.length)
  const t = useTranslations('auth.sessions')
  const router = useRouter()
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const run = (act: () => Promise<ActionResult<unknown>>, done: string) =>
    startTransition(async () => {
      const result = await act()
      if (result.ok) showToast('ok', done)
      else showToast('bad', refusalText(result))
      router.refresh()
    })
  const deviceOf = (session: SessionView) => describeDevice(session.userAgent) ?? t('unknownDevice')
  return (
    <Card
      title={t('title')}
      note={t('note')}
      padded={false}
      actions={
        sessions.length > 1 && (
          <Button size="sm" pending={isPending} onClick={() => run(() => endOthers({}), t('othersEnded'))}>
            {t('endOthers')}
          </Button>
        )
      }
    >
      <DataTable
        caption={t('caption')}
        exportable={false}
        rows={sessions}
        rowKey={(session) => session.id}
        isCurrent={(session) => session.isCurrent}
        columns={[
          { id: 'device', header: t('device'), cell: deviceOf },
          { id: 'address', header: t('address'), cell: (session) => session.ip ?? '—' },
          {
            id: 'openedAt',
            header: t('openedAt'),
            cell: (session) => <Timestamp at={new Date(session.createdAt)} look="short" />,
          },
          {
            id: 'seen',
            header: t('seen'),
            cell: (session) => <Timestamp at={new Date(session.lastSeenAt)} look="short" />,
          },
          {
            id: 'actions',
            header: t('act'),
            cell: (session) =>
              session.isCurrent ? (
                <Badge>{t('current')}</Badge>
              ) : (
                <Button
                  size="sm"
                  variant="quiet"
                  pending={isPending}
                  aria-label={t('endOf', { device: deviceOf(session) })}
                  onClick={() => run(() => end({ sessionId: session.id }), t('ended'))}
                >
                  {t('end')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  )
}

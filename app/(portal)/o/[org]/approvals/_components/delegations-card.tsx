'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState, useTransition } from 'react'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { endDelegationAction } from '../actions'

const DelegationDialog = lazy(async () => ({
  default: (await import('./delegation-dialog')).DelegationDialog,
}))

type Delegation = { id: string; from: string; to: string; startsOn: string; endsOn: string; isOwn: boolean }
type Props = {
  organisationId: string
  delegations: Delegation[]
  members: { id: string; name: string }[]
  today: string
  mayDelegate: boolean
}

/** Delegations of approvals, with their end dates. */
export function DelegationsCard({ organisationId, delegations, members, today, mayDelegate }: Props) {
  useFocusRescue(delegations.length)
  const t = useTranslations('buying.approvals')
  const locale = useLocale() as Locale
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [isPending, startTransition] = useTransition()
  const day = (text: string) => formatDate(new Date(`${text}T12:00:00Z`), locale)
  const end = (delegationId: string) =>
    startTransition(async () => {
      const result = await endDelegationAction({ organisationId, delegationId })
      if (result.ok) showToast('ok', t('delegationEnded'))
      router.refresh()
    })
  return (
    <Card
      title={t('delegations')}
      padded={delegations.length === 0}
      actions={
        mayDelegate &&
        members.length > 0 && (
          <Button size="sm" onClick={() => setOpen(true)}>
            {t('delegate')}
          </Button>
        )
      }
    >
      {delegations.length === 0 ? (
        <p className="text-ink-2">{t('noDelegation')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {delegations.map((each) => (
            <li key={each.id} className="flex items-center gap-3 px-4.5 py-2.5">
              <span className="min-w-0 flex-1">
                {t('delegation', {
                  from: each.from,
                  to: each.to,
                  start: day(each.startsOn),
                  end: day(each.endsOn),
                })}
              </span>
              {each.isOwn && (
                <Button
                  size="sm"
                  variant="quiet"
                  pending={isPending}
                  aria-label={t('endDelegation', { to: each.to })}
                  icon={<Icon name="trash" size={15} />}
                  onClick={() => end(each.id)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <DelegationDialog
            organisationId={organisationId}
            members={members}
            today={today}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </Card>
  )
}

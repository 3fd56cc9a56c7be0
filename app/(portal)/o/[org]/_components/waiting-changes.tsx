'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { ChangeText } from '~/components/ordering/change-text'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { useSending } from '~/components/ui/fields/use-sending'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import { showToast } from '~/components/ui/overlays/toast'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { ChangeWaits } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { withdrawOrderAction } from '../approvals/actions'

type Props = { organisationId: string; waiting: ChangeWaits['waiting'] }

/** Waiting changes of a server or volume, each with its reason and a withdraw button. */
export function WaitingChanges({ organisationId, waiting }: Props) {
  const t = useTranslations('ordering.change')
  const o = useTranslations('ordering.postponed')
  const undecided = waiting.filter(({ obstacle }) => !obstacle)
  const postponed = waiting.filter(({ obstacle }) => obstacle)
  return (
    <>
      {postponed.length > 0 && (
        <Callout tone="info" title={t('titlePostponed', { count: postponed.length })}>
          <p>{o('text')}</p>
          <List organisationId={organisationId} changes={postponed} />
        </Callout>
      )}
      {undecided.length > 0 && (
        <Callout tone="info" title={t('title', { count: undecided.length })}>
          <p>{t('noCapacity')}</p>
          <List organisationId={organisationId} changes={undecided} />
        </Callout>
      )}
    </>
  )
}

function List({ organisationId, changes }: { organisationId: string; changes: ChangeWaits['waiting'] }) {
  return (
    <ul className="mt-1 divide-y divide-info/20">
      {changes.map((change) => (
        <WaitingChange key={change.orderId} organisationId={organisationId} change={change} />
      ))}
    </ul>
  )
}

function WaitingChange({
  organisationId,
  change,
}: {
  organisationId: string
  change: ChangeWaits['waiting'][number]
}) {
  const t = useTranslations('ordering.change')
  const o = useTranslations('ordering')
  const { obstacle } = change
  const locale = useLocale() as Locale
  const router = useRouter()
  const refusalText = useRefusalText()
  const { isSending, startSending, endSending } = useSending()
  const withdraw = () =>
    startSending(async () => {
      const result = await withdrawOrderAction({ organisationId, id: change.orderId })
      endSending()
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('withdrawn') : refusalText(result))
      router.refresh()
    })
  return (
    <li className="grid gap-1 py-2 last:pb-0">
      <p>
        <span className="font-semibold">
          <ChangeText change={change} />
        </span>
        {obstacle && (
          <span className="block">{o('postponed.waitsFor', { what: o(`obstacle.${obstacle}`) })}</span>
        )}
        <span className="block text-sm text-ink-2">
          {t('perMonth', { price: formatMoney(BigInt(change.monthlyCents), locale) })}
          {change.placedBy && <> · {t('by', { by: change.placedBy })}</>} ·{' '}
          {t(obstacle ? 'untilPostponed' : 'until')} <Timestamp at={new Date(change.expiresAt)} look="long" />
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <TextLink href={routes.org.orderDetail(organisationId, change.orderId)}>
          {t('open', { number: change.number })}
        </TextLink>
        {change.mayWithdraw && (
          <Button size="sm" pending={isSending} onClick={withdraw}>
            {t('withdraw')}
          </Button>
        )}
      </div>
    </li>
  )
}

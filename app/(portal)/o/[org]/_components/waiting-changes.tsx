'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { ChangeText } from '~/components/ordering/change-text'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { TextLink } from '~/components/ui/text-link'
import { Timestamp } from '~/components/ui/timestamp'
import { showToast } from '~/components/ui/toast'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import { useSending } from '~/components/ui/use-sending'
import { formatMoney, type Locale } from '~/lib/kernel/format'
import type { ChangeWaits } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { withdrawOrderAction } from '../approvals/actions'

type Props = { organisationId: string; waiting: ChangeWaits['waiting'] }

/** The changes of a server or volume that wait for a decision, each with its request and a way to take it back. */
export function WaitingChanges({ organisationId, waiting }: Props) {
  return waiting.map((change) => (
    <WaitingChange key={change.orderId} organisationId={organisationId} change={change} />
  ))
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
    <Callout tone="info" title={t(obstacle ? 'titlePostponed' : 'title')}>
      <p>
        <ChangeText change={change} />
      </p>
      <p>
        {t('perMonth', { price: formatMoney(BigInt(change.monthlyCents), locale) })}{' '}
        {change.placedBy && t('by', { by: change.placedBy })}
      </p>
      {obstacle && (
        <p>
          {o('postponed.waitsFor', { what: o(`obstacle.${obstacle}`) })}. {o('postponed.text')}
        </p>
      )}
      <p>
        {t('noCapacity')} {t(obstacle ? 'untilPostponed' : 'until')}{' '}
        <Timestamp at={new Date(change.expiresAt)} look="long" />.
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <TextLink href={routes.org.orderDetail(organisationId, change.orderId)}>
          {t('open', { number: change.number })}
        </TextLink>
        {change.mayWithdraw && (
          <Button size="sm" pending={isSending} onClick={withdraw}>
            {t('withdraw')}
          </Button>
        )}
      </div>
    </Callout>
  )
}

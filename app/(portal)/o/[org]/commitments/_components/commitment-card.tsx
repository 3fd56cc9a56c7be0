'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Select } from '~/components/ui/fields/select'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { showToast } from '~/components/ui/overlays/toast'
import { type Renewal, renewals } from '~/lib/catalogue/client'
import { formatBasisPoints, formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { CommitmentView } from '~/lib/usage/client'
import { chooseRenewalAction, leaveCommitmentAction } from '../actions'

type Props = { organisationId: string; commitment: CommitmentView }

/** The commitment's end and price, with the choice of what follows and the request to leave early. */
export default function CommitmentCard({ organisationId, commitment }: Props) {
  const t = useTranslations('commitments')
  const locale = useLocale() as Locale
  const router = useRouter()
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const { exit, isBeingLeft, mayChange } = commitment
  const target = { organisationId, commitmentId: commitment.id }
  const choose = (renewal: Renewal) =>
    startTransition(async () => {
      const result = await chooseRenewalAction({ ...target, renewal })
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('chosen') : refusalText(result))
      router.refresh()
    })
  const leave = async () => {
    const result = await leaveCommitmentAction({ ...target, acceptedCents: exit.cents })
    if (result.ok) showToast('ok', t('leftSoon'))
    router.refresh()
    return result
  }
  const reason = isBeingLeft ? t('beingLeft') : mayChange ? undefined : t('notYours')
  return (
    <Card title={t('one')} padded={false}>
      <DescriptionList
        items={[
          { term: t('term'), value: t('months', { months: commitment.termMonths }) },
          {
            term: t('dates'),
            value: t('fromTo', {
              from: formatDate(new Date(commitment.startedAt), locale),
              to: formatDate(new Date(commitment.endsAt), locale),
            }),
          },
          { term: t('price'), value: <Money cents={BigInt(commitment.monthlyCents)} /> },
          {
            term: t('hourly', { share: formatBasisPoints(commitment.basisPoints, locale) }),
            value: <Money cents={BigInt(commitment.hourlyMonthlyCents)} />,
          },
          { term: t('exit'), value: <Money cents={BigInt(exit.cents)} /> },
        ]}
      />
      <div className="grid gap-4 border-t border-line px-4.5 py-4">
        {mayChange && !isBeingLeft ? (
          <Select
            name="renewal"
            label={t('renewal')}
            value={commitment.renewal}
            disabled={isPending}
            options={renewals.map((value) => ({ value, label: t(`renewals.${value}`) }))}
            onChange={(event) => choose(event.currentTarget.value as Renewal)}
          />
        ) : (
          <p className="text-sm text-ink-2">
            {isBeingLeft ? t('beingLeft') : t(`renewals.${commitment.renewal}`)}
          </p>
        )}
        <div>
          <ConfirmButton
            label={t('leave')}
            refusal={reason}
            title={t('leaveTitle')}
            danger
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={leave}
          >
            <p>
              {t('leaveText', {
                price: formatMoney(BigInt(exit.cents), locale),
                enjoyed: formatMoney(BigInt(exit.enjoyedCents), locale),
                remaining: formatMoney(BigInt(exit.remainingCents), locale),
              })}
            </p>
            <p>{t('leaveAfter', { price: formatMoney(BigInt(commitment.hourlyMonthlyCents), locale) })}</p>
          </ConfirmButton>
        </div>
      </div>
    </Card>
  )
}

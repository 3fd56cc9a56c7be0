import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { formatIban, type SellerChangeView } from '~/lib/billing/client'
import { SellerChangeDecision } from './seller-change-decision'
import { SellerChangeWithdrawal } from './seller-change-withdrawal'

type Props = {
  changes: readonly SellerChangeView[]
  /** Restricts the list to these subjects; omitted, all are shown. */
  subjects?: readonly SellerChangeView['subject'][]
  mayDecide: boolean
}

/** Pending changes to where the seller's money and documents go; renders nothing when there are none. */
export async function SellerChanges({ changes, subjects, mayDecide }: Props) {
  const t = await getTranslations('sellerChanges')
  const waiting = changes.filter(({ subject }) => !subjects || subjects.includes(subject))
  if (waiting.length === 0) return null
  return (
    <ClientMessages namespaces={['sellerChanges']}>
      <Card title={t('title')} note={t('note')} padded={false}>
        <ul className="divide-y divide-line">
          {waiting.map((change) => (
            <li key={change.id} className="flex flex-wrap items-start justify-between gap-3 px-4.5 py-4">
              <div className="grid min-w-0 gap-1">
                <p className="font-semibold">{t(`subject.${change.subject}`)}</p>
                <ChangeFacts facts={change.facts} />
                {change.hasSecret && <p className="text-sm text-ink-2">{t('withSecret')}</p>}
                <p className="text-sm text-ink-3">
                  {change.proposedBy} · <RelativeTime at={new Date(change.proposedAt)} />
                </p>
              </div>
              {change.isOwn && mayDecide ? (
                <div className="grid justify-items-end gap-1.5">
                  <SellerChangeWithdrawal changeId={change.id} />
                  <p className="text-sm text-ink-3">{t('another')}</p>
                </div>
              ) : (
                <SellerChangeDecision
                  changeId={change.id}
                  refusal={mayDecide ? (change.needsAnother ? t('another') : undefined) : t('mayNot')}
                >
                  <p className="font-semibold">{t(`subject.${change.subject}`)}</p>
                  <ChangeFacts facts={change.facts} />
                </SellerChangeDecision>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </ClientMessages>
  )
}

/** Current and proposed values on separate lines: the second approver compares them digit by digit. */
function ChangeFacts({ facts }: { facts: SellerChangeView['facts'] }) {
  const t = useTranslations('sellerChanges')
  return (
    <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-[auto_1fr]">
      {facts.map(({ name, from, to }) => (
        <div key={name} className="contents">
          <dt className="text-sm text-ink-2">{t(`fact.${name}`)}</dt>
          <dd className="font-mono text-sm wrap-anywhere">
            {from !== null && (
              <>
                <span className="block text-ink-2">{t('before', { value: shown(name, from) })}</span>
                {t('after', { value: shown(name, to) })}
              </>
            )}
            {from === null && shown(name, to)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const shown = (name: string, value: string) => (name === 'iban' ? formatIban(value) : value)

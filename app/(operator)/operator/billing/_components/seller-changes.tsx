import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/card'
import { RelativeTime } from '~/components/ui/relative-time'
import type { SellerChangeView } from '~/lib/billing/client'
import { SellerChangeDecision } from './seller-change-decision'
import { SellerChangeWithdrawal } from './seller-change-withdrawal'

type Props = {
  changes: readonly SellerChangeView[]
  /** Only these; left out, all of them. */
  subjects?: readonly SellerChangeView['subject'][]
  mayDecide: boolean
}

/** What one person changed about where money and documents go, before another agrees; nothing while nothing waits. */
export async function SellerChanges({ changes, subjects, mayDecide }: Props) {
  const t = await getTranslations('sellerChanges')
  const shown = changes.filter(({ subject }) => !subjects || subjects.includes(subject))
  if (shown.length === 0) return null
  return (
    <ClientMessages namespaces={['sellerChanges']}>
      <Card title={t('title')} note={t('note')} padded={false}>
        <ul className="divide-y divide-line">
          {shown.map((change) => (
            <li key={change.id} className="flex flex-wrap items-start justify-between gap-3 px-4.5 py-4">
              <div className="grid min-w-0 gap-1">
                <p className="font-semibold">{t(`subject.${change.subject}`)}</p>
                <dl className="grid gap-x-3 sm:grid-cols-[auto_1fr]">
                  {change.facts.map(({ name, from, to }) => (
                    <div key={name} className="contents">
                      <dt className="text-ink-2">{t(`fact.${name}`)}</dt>
                      <dd className="font-mono text-sm wrap-anywhere">
                        {from === null ? to : t('fromTo', { from, to })}
                      </dd>
                    </div>
                  ))}
                </dl>
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
                <SellerChangeDecision changeId={change.id} refusal={mayDecide ? undefined : t('mayNot')} />
              )}
            </li>
          ))}
        </ul>
      </Card>
    </ClientMessages>
  )
}

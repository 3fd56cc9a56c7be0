import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { EvidenceView } from '~/lib/sla/client'

/** The transitions of each vantage, side by side. */
export function VantageTables({ evidence }: { evidence: NonNullable<EvidenceView['evidence']> }) {
  const t = useTranslations('serviceLevels')
  return (
    <Card title={t('evidence.vantages')} note={t('evidence.vantagesNote')}>
      <div className="grid items-start gap-x-8 gap-y-5 lg:grid-cols-2">
        {evidence.vantages.map(({ id, kind, name, transitions, transitionCount }) => (
          <section key={id} className="grid gap-2">
            <h3 className="text-base">
              {t(`evidence.vantage.${kind}`)}{' '}
              <span className="font-mono text-sm font-normal text-ink-3">{name}</span>
            </h3>
            {transitions.length < transitionCount && (
              <p className="text-sm text-ink-2">{t('evidence.cut', { shown: transitions.length })}</p>
            )}
            {transitions.length === 0 ? (
              <p className="text-ink-2">{t('evidence.noTransition')}</p>
            ) : (
              <ScrollRegion label={`${t(`evidence.vantage.${kind}`)} ${name}`}>
                <table className="data-table w-full border-separate border-spacing-0 text-left">
                  <caption className="sr-only">{`${t(`evidence.vantage.${kind}`)} ${name}`}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t('evidence.at')}</th>
                      <th scope="col">{t('evidence.transition')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {transitions.map(({ at, state }) => (
                      <tr key={at}>
                        <td>
                          <Timestamp at={new Date(at)} look="exact" />
                        </td>
                        <td>{t(`evidence.state.${state}`)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollRegion>
            )}
          </section>
        ))}
      </div>
    </Card>
  )
}

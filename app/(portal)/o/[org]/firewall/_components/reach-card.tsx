import { useTranslations } from 'next-intl'
import { accessText, endpointText } from '~/components/firewall/rule-texts'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import type { ReachMatrix } from '~/lib/resources/client'

type Props = {
  reach: ReachMatrix
  level: 2 | 3
  /** Null for the only project of the organisation. */
  projectName: string | null
}

/** Who reaches each server of the project, what may leave it, and which servers reach one another. */
export function ReachCard({ reach, level, projectName }: Props) {
  const t = useTranslations('firewall')
  // Several projects are on one page: each region has its own name.
  const named = (text: string) => (projectName ? t('reach.inProject', { text, project: projectName }) : text)
  const { sources, servers, pairs, isCut } = reach
  const Heading = level === 2 ? 'h3' : 'h4'
  return (
    <Card title={t('reach.title')} note={t('reach.note')} level={level} padded={false}>
      <ScrollRegion label={named(t('reach.title'))}>
        <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
          <caption className="sr-only">{t('reach.caption')}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('reach.server')}
              </th>
              {sources.map((source) => (
                <th key={`${source.kind} ${endpointText(source, t)}`} scope="col" className="text-left">
                  {endpointText(source, t)}
                </th>
              ))}
              <th scope="col" className="text-left">
                {t('reach.out')}
              </th>
            </tr>
          </thead>
          <tbody>
            {servers.map(({ server, networkName, from, out }) => (
              <tr key={server.id}>
                <th scope="row" className="text-left font-medium">
                  {server.name}
                  <span className="block text-sm font-normal text-ink-3 sm:max-md:w-36 sm:max-md:whitespace-normal">
                    {networkName}
                  </span>
                </th>
                {from.map(({ source, access }) => (
                  <td
                    data-label={endpointText(source, t)}
                    key={`${source.kind} ${endpointText(source, t)}`}
                    className="min-w-28"
                  >
                    {accessText(access, t)}
                  </td>
                ))}
                <td data-label={t('reach.out')} className="min-w-32">
                  {out === null
                    ? t('access.all')
                    : out
                        .map(
                          ({ to, access }) => `${endpointText(to, t)}${t('colon')} ${accessText(access, t)}`,
                        )
                        .join(' · ') || t('access.none')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <Heading className="px-4.5 pt-4 font-semibold">{t('reach.pairs')}</Heading>
      {pairs.length === 0 ? (
        <p className="px-4.5 pt-1 pb-4 text-sm text-ink-2">{t('reach.noPair')}</p>
      ) : (
        <ScrollRegion label={named(t('reach.pairs'))} className="mt-2">
          <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="sr-only">{t('reach.pairs')}</caption>
            <thead>
              <tr>
                {(['from', 'to', 'what'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(`reach.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pairs.map((pair) => (
                <tr key={`${pair.from} ${pair.to}`}>
                  <th scope="row" className="text-left font-medium">
                    {pair.from}
                  </th>
                  <td data-label={t('reach.to')}>{pair.to}</td>
                  <td data-label={t('reach.what')}>{accessText(pair.access, t)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {isCut && <p className="px-4.5 py-2 text-sm text-ink-2">{t('reach.cut', { count: pairs.length })}</p>}
    </Card>
  )
}

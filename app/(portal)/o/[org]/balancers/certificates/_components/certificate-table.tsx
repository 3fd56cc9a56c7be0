import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { Breakable } from '~/components/ui/display/breakable'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { CertificateState, CertificateView } from '~/lib/resources/client'
import { DeleteCertificate } from './delete-certificate'
import { ReplaceCertificate } from './replace-certificate'
import { RetryCertificate } from './retry-certificate'

const tones: Record<CertificateState, Tone> = {
  valid: 'ok',
  ending: 'warn',
  ended: 'bad',
  ordered: 'info',
  failed: 'bad',
}

type Props = { organisationId: string; certificates: readonly CertificateView[] }

/** Each certificate with its hosts, its end, and the load balancers that show it. */
export function CertificateTable({ organisationId, certificates }: Props) {
  const t = useTranslations('certificates')
  return (
    <RowHeadTable
      caption={t('title')}
      rows={certificates}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'name',
          header: t('column.name'),
          className: 'min-w-48 wrap-anywhere',
          cell: ({ name, projectName }) => (
            <>
              <Breakable text={name} />
              <span className="block text-sm font-normal text-ink-3">{projectName}</span>
            </>
          ),
        },
        {
          id: 'hosts',
          header: t('column.hosts'),
          className: 'min-w-52 font-mono text-sm wrap-anywhere',
          cell: ({ hostNames }) => <Breakable text={hostNames.join(', ')} />,
        },
        {
          id: 'state',
          header: t('column.state'),
          className: 'min-w-44',
          cell: ({ state, validTo, order }) => (
            <span className="grid justify-items-start gap-1">
              <StatePill tone={tones[state]} busy={state === 'ordered'}>
                {t(`state.${state}`)}
              </StatePill>
              {validTo && (
                <span className="text-sm whitespace-nowrap text-ink-2">
                  <Timestamp at={new Date(validTo)} look="short" />
                </span>
              )}
              {order && <OrderText order={order} isIssued={validTo !== null} />}
            </span>
          ),
        },
        {
          id: 'usedBy',
          header: t('column.usedBy'),
          className: 'min-w-24 wrap-anywhere',
          cell: ({ usedBy }) => usedBy.map(({ name }) => name).join(', ') || '–',
        },
        {
          id: 'fingerprint',
          header: t('column.fingerprint'),
          className: 'font-mono text-xs whitespace-nowrap',
          cell: ({ fingerprint }) =>
            fingerprint ? <span title={fingerprint}>{fingerprint.slice(0, 11)}…</span> : '–',
        },
        {
          id: 'actions',
          header: t('column.act'),
          cell: (certificate) => {
            const refusal = certificate.mayChange ? undefined : t('mayNot')
            const used =
              certificate.usedBy.length > 0
                ? t('usedText', { balancers: certificate.usedBy.map(({ name }) => name).join(', ') })
                : undefined
            return (
              <span className="flex gap-1.5">
                {certificate.order?.mayRetry && (
                  <RetryCertificate
                    organisationId={organisationId}
                    certificate={certificate}
                    refusal={refusal}
                  />
                )}
                {!certificate.order && (
                  <ReplaceCertificate
                    organisationId={organisationId}
                    certificate={certificate}
                    refusal={refusal}
                  />
                )}
                <DeleteCertificate
                  organisationId={organisationId}
                  certificate={certificate}
                  refusal={refusal ?? used}
                />
              </span>
            )
          },
        },
      ]}
    />
  )
}

/** Why the directory has not issued it, or when it renews it. */
function OrderText({ order, isIssued }: { order: NonNullable<CertificateView['order']>; isIssued: boolean }) {
  const t = useTranslations('certificates')
  const next = <RelativeTime at={new Date(order.nextAt)} />
  if (!order.failure)
    return isIssued && !order.isMoving ? (
      <span className="text-sm text-ink-2">
        {t('renewed')} {next}
      </span>
    ) : null
  return (
    <span className="text-sm text-ink-2">
      {t(`failure.${order.failure.code}`)}{' '}
      {order.failure.text && <span className="wrap-anywhere">({order.failure.text})</span>}
    </span>
  )
}

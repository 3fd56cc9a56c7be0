import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { StandingPill } from '~/components/billing/standing-pill'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { FileLink } from '~/components/ui/links/file-link'
import { TextLink } from '~/components/ui/links/text-link'
import type { CostWatchView, DocumentSummary, ExportOfferView } from '~/lib/billing/client'
import { formatDate, formatMoney, formatMonth, type Locale } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import type { AssessedMonthView } from '~/lib/sla/client'

const shownRows = 5
/** The files that a month's bookkeeping needs, in the order in which it takes them. */
const neededKinds = ['originals', 'entries', 'fec', 'focus'] as const

type Documents = { organisationId: string; documents: readonly DocumentSummary[] }

/** The invoices with an open amount, in the order given; public bodies order a payment, companies pay. */
export function ToPayCard({
  organisationId,
  documents,
  isPublicBody,
}: Documents & { isPublicBody: boolean }) {
  const t = useTranslations('home.accounts')
  const locale = useLocale() as Locale
  return (
    <ListCard
      title={t(isPublicBody ? 'toOrder' : 'toPay')}
      more={{ href: routes.org.billing(organisationId), label: t('allDocuments') }}
      empty={t('nothingToPay')}
    >
      {documents.slice(0, shownRows).map((document) => (
        <li key={document.id} className="grid gap-0.5 px-4.5 py-2.5">
          <span className="flex flex-wrap items-center justify-between gap-2">
            <TextLink href={routes.org.billingDocument(organisationId, document.id)}>
              <span className="font-mono text-sm">{document.number}</span>
            </TextLink>
            <Money cents={BigInt(document.openCents)} />
          </span>
          <span className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-2">
            {t('before', {
              month: formatMonth(document.period, locale),
              day: formatDate(startOfParisDay(document.dueOn), locale),
            })}
            {document.standing === 'late' && <StandingPill standing="late" />}
          </span>
        </li>
      ))}
      {documents.length > shownRows && (
        <li className="px-4.5 py-2.5 text-sm text-ink-2">
          {t('moreToPay', { count: documents.length - shownRows })}
        </li>
      )}
    </ListCard>
  )
}

/**
 * The files of the latest finished month in which documents were issued, which is what exports are of, and the accruals of
 * a finished month that is not invoiced.
 */
export function ToExportCard({
  organisationId,
  documents,
  offer,
  notInvoiced,
}: Documents & { offer: ExportOfferView; notInvoiced: string | null }) {
  const t = useTranslations('home.accounts')
  const names = useTranslations('billingExports')
  const locale = useLocale() as Locale
  const month = documents.map(({ issuedOn }) => issuedOn.slice(0, 7)).find((each) => each < offer.openPeriod)
  const needed = offer.kinds.filter(({ kind }) => neededKinds.some((each) => each === kind))
  return (
    <ListCard
      title={t('toExport')}
      more={{ href: routes.org.billingExports(organisationId), label: t('allExports') }}
      empty={t('nothingToExport')}
    >
      {month && (
        <li className="px-4.5 py-2.5 text-sm text-ink-2">
          {t('issuedIn', { month: formatMonth(month, locale) })}
        </li>
      )}
      {month &&
        neededKinds.flatMap((kind) => {
          const [format] = needed.find((each) => each.kind === kind)?.formats ?? []
          if (!format) return []
          return [
            <li key={kind} className="flex flex-wrap items-center justify-between gap-2 px-4.5 py-2">
              {names(`kind.${kind}`)}
              <FileLink
                href={routes.org.exportFile(organisationId, kind, format, month)}
                size="sm"
                variant="quiet"
              >
                <span className="sr-only">{names(`kind.${kind}`)}, </span>
                {names(`format.${format}`)}
              </FileLink>
            </li>,
          ]
        })}
      {notInvoiced && (
        <li className="px-4.5 py-2.5 text-sm text-ink-2">
          {t.rich('notBilled', {
            month: formatMonth(notInvoiced, locale),
            accruals: (chunks) => (
              <TextLink href={routes.org.billingExports(organisationId, notInvoiced)}>{chunks}</TextLink>
            ),
          })}
        </li>
      )}
    </ListCard>
  )
}

/** What an accountant would have to ask about: credits, credit notes, and days that cost more than expected. */
export function ToUnderstandCard({
  organisationId,
  documents,
  credits,
  watch,
}: Documents & { credits: AssessedMonthView | null; watch: CostWatchView }) {
  const t = useTranslations('home.accounts')
  const locale = useLocale() as Locale
  const money = (cents: string) => formatMoney(BigInt(cents), locale)
  // Of the month in which the latest document was issued; they may correct another.
  const latest = documents[0]?.issuedOn.slice(0, 7)
  const notes = documents.filter(
    ({ kind, issuedOn }) => kind === 'credit_note' && issuedOn.slice(0, 7) === latest,
  )
  const items = [
    ...(credits
      ? [
          {
            key: 'credits',
            href: routes.org.serviceCredits(organisationId, { period: credits.period }),
            title: t('credits', { month: formatMonth(credits.period, locale) }),
            text: t('creditsText', { amount: money(credits.creditCents), count: credits.breaches }),
          },
        ]
      : []),
    ...notes.map((note) => ({
      key: note.id,
      href: routes.org.billingDocument(organisationId, note.id),
      title: t('creditNote', { number: note.number }),
      text: t('creditNoteText', { amount: money(note.grossCents) }),
    })),
    ...watch.anomalies.map(({ day, projectId, project, cents, expectedCents, causes: [cause] }) => ({
      key: `${day} ${projectId}`,
      href: routes.org.billingCosts(organisationId),
      title: t('unusual', { project, day: formatDate(startOfParisDay(day), locale) }),
      text: t('unusualText', {
        cents: money(cents),
        expected: money(expectedCents),
        cause: cause?.name ?? '',
        hasCause: cause ? 'yes' : 'no',
      }),
    })),
  ]
  return (
    <ListCard
      title={t('toUnderstand')}
      more={{ href: routes.org.billingCosts(organisationId), label: t('allCosts') }}
      empty={t('nothingUnusual')}
    >
      {items.slice(0, shownRows).map(({ key, href, title, text }) => (
        <li key={key} className="grid gap-0.5 px-4.5 py-2.5">
          <TextLink href={href}>{title}</TextLink>
          <span className="text-sm text-ink-2">{text}</span>
        </li>
      ))}
    </ListCard>
  )
}

type ListProps = {
  title: string
  more: { href: string; label: string }
  empty: string
  children: ReactNode
}

function ListCard({ title, more, empty, children }: ListProps) {
  const rows = [children].flat(2).filter(Boolean)
  return (
    <Card title={title} padded={false} actions={<TextLink href={more.href}>{more.label}</TextLink>}>
      {rows.length === 0 ? (
        <p className="px-4.5 py-3.5 text-ink-2">{empty}</p>
      ) : (
        <ul className="divide-y divide-line">{children}</ul>
      )}
    </Card>
  )
}

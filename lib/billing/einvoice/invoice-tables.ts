import type { Block } from '~/lib/documents'
import { formatAmount, formatBilledMebibytes } from '~/lib/kernel/text/format'
import { ownReferences } from '../invoices/group-lines'
import type { DocumentLine, IssuedDocument, VatSubtotal } from '../invoices/issued-document'
import { formatBilledTime, formatExactPrice } from './format-billed-time'
import { invoiceWords } from './invoice-words'
import { referenceTexts } from './reference-texts'

/** The lines as tables: one in all, or one per project with its subtotal. */
export function lineTables(document: IssuedDocument): Block[] {
  const t = invoiceWords[document.language]
  const projects = [...new Set(document.lines.map((line) => line.projectName))]
  if (projects.length < 2)
    return [{ type: 'heading', text: t.lines }, lineTable(document, document.lines, null)]
  return projects.flatMap((project) => {
    const lines = document.lines.filter((line) => line.projectName === project)
    const net = lines.reduce((sum, line) => sum + line.netCents, 0n)
    return [
      { type: 'heading' as const, text: project ? t.linesOf(project) : t.lines },
      lineTable(document, lines, net),
    ]
  })
}

function lineTable(document: IssuedDocument, lines: readonly DocumentLine[], netCents: bigint | null): Block {
  const { language } = document
  const t = invoiceWords[language]
  const rows = lines.map((line) => [
    [line.label, line.detail, ...referenceTexts(ownReferences(line, document), language)]
      .filter(Boolean)
      .join('\n'),
    quantity(line, language),
    price(line, language),
    vatRate(line.vatCategory, line.vatRateBasisPoints, language),
    formatAmount(line.netCents, language),
  ])
  const last = netCents === null ? [] : [[t.subtotal, '', '', '', formatAmount(netCents, language)]]
  return {
    type: 'table',
    table: {
      summary: t.summary,
      columns: [
        { header: t.column.label, share: 3.8 },
        { header: t.column.quantity, share: 2.5, align: 'right' },
        { header: t.column.price, share: 1.9, align: 'right' },
        { header: t.column.vat, share: 1, align: 'right' },
        { header: t.column.net, share: 1.5, align: 'right' },
      ],
      rows: [...rows, ...last],
    },
  }
}

function quantity(line: DocumentLine, language: 'fr' | 'en'): string {
  const { billedSeconds, usedSeconds, billedMebibytes, usedMebibytes, includedMebibytes } = line
  const t = invoiceWords[language]
  if (billedMebibytes !== undefined) {
    const billed = formatBilledMebibytes(billedMebibytes, language)
    if (usedMebibytes === undefined || includedMebibytes === undefined) return billed
    const used = formatBilledMebibytes(usedMebibytes, language)
    return `${billed}\n${t.included(used, formatBilledMebibytes(includedMebibytes, language))}`
  }
  if (billedSeconds === undefined) return ''
  const billed = formatBilledTime(billedSeconds, t.duration)
  if (usedSeconds === undefined || usedSeconds <= billedSeconds) return billed
  return `${billed}\n${t.capped(formatBilledTime(usedSeconds, t.duration))}`
}

function price(line: DocumentLine, language: 'fr' | 'en'): string {
  const { microCentsPerHour, listMicroCentsPerHour, microCentsPerGibibyte } = line
  if (microCentsPerGibibyte !== undefined)
    return invoiceWords[language].perGibibyte(formatExactPrice(microCentsPerGibibyte, language))
  if (microCentsPerHour === undefined) return ''
  const own = formatExactPrice(microCentsPerHour, language)
  const isLower = listMicroCentsPerHour !== undefined && listMicroCentsPerHour > microCentsPerHour
  if (!isLower) return own
  return `${own}\n${invoiceWords[language].list(formatExactPrice(listMicroCentsPerHour, language))}`
}

function vatRate(category: VatSubtotal['category'], basisPoints: number, language: 'fr' | 'en'): string {
  const t = invoiceWords[language]
  return category === 'O' ? t.noVat : t.rate(basisPoints)
}

/** VAT by rate, with the reason where there is none. */
export function vatTable({ vat, language }: IssuedDocument): Block[] {
  const t = invoiceWords[language]
  const reasons = [...new Set(vat.flatMap(({ exemption }) => (exemption ? [exemption.reason] : [])))]
  return [
    { type: 'heading', text: t.vatTitle },
    {
      type: 'table',
      table: {
        summary: t.vatTitle,
        columns: [
          { header: t.vatColumn.rate, share: 2 },
          { header: t.vatColumn.base, share: 2, align: 'right' },
          { header: t.vatColumn.vat, share: 2, align: 'right' },
        ],
        rows: vat.map((each) => [
          vatRate(each.category, each.rateBasisPoints, language),
          formatAmount(each.baseCents, language),
          formatAmount(each.vatCents, language),
        ]),
      },
    },
    ...reasons.map((text) => ({ type: 'text', text, look: 'small' }) as const),
  ]
}

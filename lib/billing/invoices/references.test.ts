import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { invoiceDocument } from '../einvoice/invoice-document'
import { brokenCiiRules } from '../einvoice/testing/cii-oracle'
import { all, readXml, textAt } from '../einvoice/testing/read-xml'
import { writeCii } from '../einvoice/write-cii'
import { type ComposedInvoice, composeInvoices, type InvoiceTerms, type LineDraft } from './compose-invoices'
import type { DocumentReferences, IssuedDocument } from './issued-document'
import { exampleDocument } from './testing/example-document'

const month = monthOf('2026-10')
const period = { from: month.from.toISOString(), to: month.to.toISOString() }
const { buyer: body, seller, payment } = exampleDocument()
const company = { ...body, kind: 'company' as const, electronicAddress: { scheme: '0225', id: '217609007' } }
const terms = (over: Partial<InvoiceTerms> = {}): InvoiceTerms => ({
  issuedOn: '2026-11-03',
  dueOn: '2026-12-03',
  language: 'fr',
  seller,
  buyer: body,
  grouping: 'organisation',
  vat: { category: 'S', rateBasisPoints: 2_000 },
  vatOnDebits: true,
  payment,
  ...over,
})

const draft = (label: string, netCents: bigint, more: Partial<LineDraft> = {}): LineDraft => ({
  label,
  detail: `${label}, PAR1`,
  projectId: 'prj_1',
  projectName: 'Portail',
  period,
  kind: 'usage',
  netCents,
  ...more,
})

/** Every reference in the CII, in the header and per line, found without the writer's code. */
function ciiOf(document: IssuedDocument) {
  const root = readXml(writeCii(document))
  const trade = all(root, 'SupplyChainTradeTransaction')[0] as ReturnType<typeof readXml>
  const agreement = 'ApplicableHeaderTradeAgreement'
  const header = [
    textAt(trade, `${agreement}/BuyerReference`),
    textAt(trade, `${agreement}/BuyerOrderReferencedDocument/IssuerAssignedID`),
    textAt(trade, `${agreement}/ContractReferencedDocument/IssuerAssignedID`),
    textAt(trade, `${agreement}/BuyerTradeParty/GlobalID`),
    textAt(trade, 'ApplicableHeaderTradeSettlement/ReceivableSpecifiedTradeAccountingAccount/ID'),
    ...all(root, 'ExchangedDocument/IncludedNote/Content').map(({ text }) => text),
  ]
  const lines = all(trade, 'IncludedSupplyChainTradeLineItem').map((line) => [
    textAt(line, 'SpecifiedTradeProduct/Name') ?? '',
    [
      textAt(line, 'AssociatedDocumentLineDocument/IncludedNote/Content'),
      textAt(line, 'SpecifiedLineTradeSettlement/ReceivableSpecifiedTradeAccountingAccount/ID'),
    ].join(' '),
  ])
  const allowances = all(trade, 'ApplicableHeaderTradeSettlement/SpecifiedTradeAllowanceCharge/Reason').map(
    ({ text }) => [text.split(',')[0] ?? '', text],
  )
  return { header: header.join(' '), lines: new Map([...lines, ...allowances] as [string, string][]) }
}

/** The references in the printed document. */
function pdfOf(document: IssuedDocument) {
  const { blocks } = invoiceDocument(document, writeCii(document))
  const header = blocks.flatMap((block) =>
    block.type === 'facts' ? block.facts.map(({ value }) => value) : [],
  )
  const rows = blocks.flatMap((block) => (block.type === 'table' ? block.table.rows : []))
  return {
    header: header.join(' '),
    lines: new Map(rows.map(([cell = '']) => [cell.split('\n')[0] ?? '', cell] as const)),
  }
}

const references = fc.record(
  {
    purchaseOrder: fc.constantFrom('BC-1', 'BC-2'),
    engagement: fc.constantFrom('EJ-1', 'EJ-2'),
    market: fc.constantFrom('MP-1', 'MP-2'),
    serviceCode: fc.constantFrom('SVC-1', 'SVC-2'),
    payerSiret: fc.constantFrom('25999063800019', '21760900700018'),
  },
  { requiredKeys: [] },
)
const drafts = fc
  .array(
    fc.record({
      references: fc.option(references),
      costCentre: fc.option(fc.constantFrom('CC-1', 'CC-2')),
      kind: fc.constantFrom('usage', 'usage', 'usage', 'late_usage', 'service_credit' as const),
      cents: fc.bigInt(1n, 5_000n),
      isNegative: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((drawn) =>
    drawn.map(({ references: given, costCentre, kind, cents, isNegative }, index) =>
      draft(`line-${index}-`, kind !== 'usage' && isNegative ? -cents : cents, {
        kind,
        ...(given && Object.keys(given).length > 0 && { references: given }),
        ...(costCentre && { costCentre }),
      }),
    ),
  )

const labelsOf = ({ document }: ComposedInvoice) => document.lines.map(({ label }) => label)
const sum = (lines: readonly { netCents: bigint }[]) =>
  lines.reduce((all, { netCents }) => all + netCents, 0n)
const divided = ['purchaseOrder', 'engagement', 'market', 'payerSiret'] as const

describe('the references of a buyer', () => {
  test('are all on the invoice of each line, in its CII and its PDF', () => {
    const grouping = fc.constantFrom('organisation', 'project', 'cost_centre' as const)
    fc.assert(
      fc.property(
        drafts,
        grouping,
        fc.boolean(),
        fc.constantFrom('fr', 'en' as const),
        (lines, by, isPublic, language) => {
          const invoices = composeInvoices(
            month,
            lines,
            terms({ grouping: by, buyer: isPublic ? body : company, language }),
          )
          expect(invoices.flatMap(labelsOf).toSorted()).toEqual(lines.map(({ label }) => label).toSorted())
          expect(sum(invoices.flatMap(({ document }) => document.lines))).toBe(sum(lines))
          for (const { document } of invoices) {
            if (document.totals.grossCents >= 0n) expect(brokenCiiRules(writeCii(document))).toEqual([])
            const views = [ciiOf(document), pdfOf(document)]
            for (const { label, references: given, costCentre } of document.lines)
              for (const value of Object.values({ ...given, ...(costCentre && { costCentre }) }))
                for (const { header, lines: ofLine } of views)
                  expect(`${header} ${ofLine.get(label)}`).toContain(value)
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  test('are the same on all lines of an invoice: orders, engagements and markets are never mixed', () => {
    fc.assert(
      fc.property(drafts, fc.boolean(), (lines, isPublic) => {
        const sold = lines.filter(({ netCents }) => netCents > 0n)
        for (const { document } of composeInvoices(month, sold, terms({ buyer: isPublic ? body : company })))
          for (const name of isPublic ? [...divided, 'serviceCode' as const] : divided)
            expect(new Set(document.lines.map((line) => line.references?.[name]))).toEqual(
              new Set([document.references[name]]),
            )
      }),
      { numRuns: 400 },
    )
  })
})

describe('a correction that exceeds its own order', () => {
  const under = (purchaseOrder: string, more: DocumentReferences = {}) => ({
    references: { purchaseOrder, ...more },
  })
  const compose = (lines: readonly LineDraft[]) =>
    composeInvoices(month, lines, terms()).map(({ document }) => [
      document.references.purchaseOrder,
      document.totals.netCents,
      document.lines.map(({ label }) => label),
    ])

  test('joins the largest invoice of the same recipient, which keeps its own order', () => {
    const lines = [
      draft('late', -300n, { kind: 'late_usage', ...under('BC-1') }),
      draft('small', 400n, under('BC-2')),
      draft('large', 900n, under('BC-3')),
    ]
    expect(compose(lines)).toEqual([
      ['BC-2', 400n, ['small']],
      ['BC-3', 600n, ['large', 'late']],
    ])
  })

  test('never goes to another paying structure, nor makes another invoice negative', () => {
    const elsewhere = draft('other', 900n, under('BC-2', { payerSiret: '25999063800019' }))
    const late = draft('late', -300n, { kind: 'late_usage', ...under('BC-1') })
    expect(compose([late, elsewhere])).toEqual([
      ['BC-2', 900n, ['other']],
      ['BC-1', -300n, ['late']],
    ])
    expect(compose([late, draft('small', 200n, under('BC-2'))])).toEqual([
      ['BC-1', -300n, ['late']],
      ['BC-2', 200n, ['small']],
    ])
  })
})

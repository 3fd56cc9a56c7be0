import { printInvoice } from '~/lib/billing/einvoice/print-invoice'
import { exampleDocument } from '~/lib/billing/invoices/testing/example-document'
import { percentile } from './support/percentile'

const rounds = 30

/** Prints invoices of 10 and of 200 lines with the embedded e-invoice: tagged PDF/A-3a, fonts embedded. */
export async function run(): Promise<Record<string, number>> {
  const [small, large] = [invoice(10), invoice(200)]
  for (let warm = 0; warm < 5; warm += 1) await printInvoice(large)
  const ofSmall = await times(small)
  const ofLarge = await times(large)
  const { pdf } = await printInvoice(large)
  return {
    lines10P50Ms: percentile(ofSmall.elapsedMs, 0.5),
    lines200P50Ms: percentile(ofLarge.elapsedMs, 0.5),
    lines200P95Ms: percentile(ofLarge.elapsedMs, 0.95),
    lines200CpuMs: ofLarge.cpuMs,
    goalMs: 300,
    bytes: pdf.length,
  }
}

/** Processor time of this process, independent of other load. */
async function times(document: Parameters<typeof printInvoice>[0]) {
  const elapsedMs: number[] = []
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    await printInvoice(document)
    elapsedMs.push(performance.now() - startedAt)
  }
  const { user, system } = process.cpuUsage(before)
  return { elapsedMs, cpuMs: Math.round((user + system) / 1_000 / rounds) }
}

function invoice(count: number) {
  const [line] = exampleDocument().lines
  if (!line) throw new Error('the example has lines')
  return exampleDocument({
    lines: Array.from({ length: count }, (_, index) => ({
      ...line,
      position: index + 1,
      detail: `serveur-${index}, PAR1`,
      resourceId: `ins_${String(index).padStart(26, '0')}`,
    })),
  })
}

import { parseXml } from '~/lib/billing/payments/statements/parse-xml'
import { readStatements, statementBytesMax } from '~/lib/billing/payments/statements/read-statements'
import { bankFile } from '~/lib/seed/bank-file'

/** Parsing bank files: as banks send them, on one line, and crafted to block a site. */
export async function run(): Promise<Record<string, number>> {
  const statement = largestStatement()
  return {
    statementMebibytes: Math.round((10 * statement.byteLength) / 2 ** 20) / 10,
    statementMs: timed(() => readStatements(statement)),
    emptyElementsMs: timed(() => parseXml(`<a>${'<a/>'.repeat((statementBytesMax - 10) / 4)}</a>`), true),
    namespacesMs: timed(() => parseXml(namespaces())),
  }
}

/** A camt.053 of the largest accepted size, without a line break. */
function largestStatement(): Uint8Array {
  const line = {
    bookedOn: '2026-10-05',
    cents: 12_345n,
    text: 'VIREMENT SEPA RECU FAC-2026-000001',
    name: 'COMMUNE DE VALMONT',
  }
  const bytesOf = (count: number) => {
    const { bytes } = bankFile({
      identification: 'BENCH',
      iban: 'FR5399999000010000000014400',
      from: '2026-10-01',
      to: '2026-10-31',
      openingCents: 0n,
      lines: Array.from({ length: count }, (_, index) => ({ ...line, endToEndId: `E2E-${index}` })),
    })
    return new Uint8Array(Buffer.from(Buffer.from(bytes).toString().replaceAll('\n', '')))
  }
  const each = (bytesOf(20_000).byteLength - bytesOf(10_000).byteLength) / 10_000
  return bytesOf(Math.floor(statementBytesMax / each) - 10)
}

function namespaces(): string {
  const declared = Array.from({ length: 1_000 }, (_, index) => `xmlns:n${index}="urn:x"`).join(' ')
  return `<a ${declared}>${'<a/>'.repeat(15_000)}</a>`
}

/** Milliseconds of processor time: parsing never waits. */
function timed(read: () => unknown, mayRefuse = false): number {
  const start = process.cpuUsage()
  try {
    read()
  } catch (error) {
    if (!mayRefuse) throw error
  }
  const { user, system } = process.cpuUsage(start)
  return Math.round((user + system) / 1_000)
}

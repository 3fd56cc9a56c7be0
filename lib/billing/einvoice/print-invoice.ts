import { printDocument } from '~/lib/documents'
import type { IssuedDocument } from '../invoices/issued-document'
import { invoiceDocument } from './invoice-document'
import { writeCii } from './write-cii'

export type InvoiceFiles = { pdf: Buffer; cii: string }

/** The two files of a document: Factur-X (a tagged PDF/A-3a with the CII attached) and the CII alone. */
export async function printInvoice(document: IssuedDocument): Promise<InvoiceFiles> {
  const cii = writeCii(document)
  return { pdf: await printDocument(invoiceDocument(document, cii)), cii }
}

import type { DocumentReferences } from '../invoices/issued-document'
import { invoiceWords } from './invoice-words'

/** References as text, for documents without a dedicated element for them. */
export function referenceTexts(
  references: readonly (readonly [keyof DocumentReferences, string])[],
  language: 'fr' | 'en',
): string[] {
  const words = invoiceWords[language].reference
  return references.map(([name, value]) => `${words[name]}${language === 'fr' ? '\u00a0:' : ':'} ${value}`)
}

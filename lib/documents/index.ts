export { printDocument } from './print-document'
export type { PrintedDocument } from './printed-document'

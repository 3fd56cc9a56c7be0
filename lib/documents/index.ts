export { printDocument } from './print-document'
export type { Attachment, Block, PrintedDocument } from './printed-document'

export { printDocument } from './print-document'
export { printInTurn } from './print-in-turn'
export type { Attachment, Block, PrintedDocument } from './printed-document'

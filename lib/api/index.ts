export { apiDocumentText, describeOperation, listOperations } from './reference/read-reference'

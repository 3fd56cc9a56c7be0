export type { CustomerFile } from './views'

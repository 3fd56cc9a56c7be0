import { listPageSize } from '../common/states'

/** The rows of a page of a list, pages counted from 1. */
export const pageWindow = (page: number) => ({ limit: listPageSize, offset: (page - 1) * listPageSize })

/** The number of the last page; 1 for an empty list. */
export const lastPageOf = (total: number): number => Math.max(1, Math.ceil(total / listPageSize))

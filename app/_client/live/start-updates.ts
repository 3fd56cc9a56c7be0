import { queries } from '~/components/ui/query-library'
import { keepUpdated } from './keep-updated'

/** `keepUpdated` with the queries of this page. Returns the function that ends it. */
export const startUpdates = (path: string) => keepUpdated(queries, path)

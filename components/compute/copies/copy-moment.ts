import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { CopyView } from '~/lib/resources/client'

/** The moment that a copy holds, or until that is known the moment at which it was asked for. */
export const copyMoment = ({ takenAt, createdAt }: Pick<CopyView, 'takenAt' | 'createdAt'>, locale: Locale) =>
  formatDateTime(new Date(takenAt ?? createdAt), locale)

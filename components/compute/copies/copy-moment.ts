import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { CopyView } from '~/lib/resources/client'

/** The moment of a copy's content, or of its request until that is known. */
export const copyMoment = ({ takenAt, createdAt }: Pick<CopyView, 'takenAt' | 'createdAt'>, locale: Locale) =>
  formatDateTime(new Date(takenAt ?? createdAt), locale)

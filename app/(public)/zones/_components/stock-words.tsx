import { useTranslations } from 'next-intl'
import type { BundleView } from '~/lib/catalogue/client'
import { type Stock, stockLevel } from '~/lib/placement/client'

type Props = { bundles: readonly BundleView[]; stock: Readonly<Record<string, Stock>> }

/** Above this number, bundles are counted instead of named. */
const namedMax = 3

/** The stock of a zone in words: bundles with few left or none, then all others. */
export function StockWords({ bundles, stock }: Props) {
  const t = useTranslations('catalogue.stock')
  const at = (level: ReturnType<typeof stockLevel>) =>
    bundles.filter(({ id }) => stockLevel(stock[id]) === level)
  const named = (list: readonly BundleView[]) =>
    list.length > namedMax ? t('count', { count: list.length }) : list.map(({ name }) => name).join(', ')
  const [scarce, soldOut] = [at('scarce'), at('soldOut')]
  if (soldOut.length === bundles.length) return t('allSoldOut')
  if (scarce.length + soldOut.length === 0) return t('plenty')
  const hasPlenty = scarce.length + soldOut.length < bundles.length
  return [
    ...(soldOut.length > 0 ? [t('soldOut', { names: named(soldOut) })] : []),
    ...(scarce.length > 0 ? [t('scarce', { names: named(scarce) })] : []),
    ...(hasPlenty ? [t('plentyElse')] : []),
  ].join(' · ')
}

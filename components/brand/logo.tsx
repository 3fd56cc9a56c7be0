import { Mark } from './mark'

/** The logo with the product's name, in the surrounding text colour. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-display text-xl font-semibold tracking-tight">
      <Mark size={size} />
      <span translate="no">{productName}</span>
    </span>
  )
}

export const productName = 'Andromède'

'use client'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import { Tooltip } from './tooltip'

type Props = ComponentProps<'button'> & { reason?: string | undefined; block: boolean; pending: boolean }

/**
 * A button that takes no press but keeps its place in the tab order, so that a keyboard or a screen
 * reader can find out why.
 */
export function ReasonButton({ reason, block, pending, onClick: _onClick, ...rest }: Props) {
  const button = (extra: { 'aria-describedby'?: string }) => (
    <button
      {...rest}
      {...extra}
      aria-disabled="true"
      aria-busy={pending || undefined}
      onClick={(event) => event.preventDefault()}
    />
  )
  if (!reason) return button({})
  return (
    <Tooltip text={reason} className={cx(block && 'flex w-full')}>
      {(id) => button({ 'aria-describedby': id })}
    </Tooltip>
  )
}

import type { ReactNode } from 'react'
import { Icon } from '../display/icon'
import { type ButtonLook, buttonClass } from './button-class'

/** A button that saves a file: the browser downloads it, the page stays. */
export function FileLink({ href, children, ...look }: { href: string; children: ReactNode } & ButtonLook) {
  return (
    <a href={href} download className={buttonClass(look)}>
      <Icon name="download" size={16} />
      {children}
    </a>
  )
}

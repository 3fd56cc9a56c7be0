import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from '../links/button-class'

type Props = Omit<ComponentProps<'input'>, 'type' | 'size' | 'className' | 'children'> &
  Pick<ButtonLook, 'variant' | 'size'> & { id: string; children: ReactNode }

/** Chooses local files, with our label: the browser's own button uses the browser's language. */
export function FileButton({ id, variant, size, children, ...input }: Props) {
  return (
    <span className="relative inline-flex w-fit">
      <input id={id} type="file" {...input} className="peer absolute inset-0 cursor-pointer opacity-0" />
      <label
        htmlFor={id}
        className={buttonClass(
          { ...(variant && { variant }), ...(size && { size }) },
          'peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand',
        )}
      >
        {children}
      </label>
    </span>
  )
}

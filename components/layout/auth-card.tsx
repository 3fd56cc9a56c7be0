import type { ReactNode } from 'react'

type Props = { title: ReactNode; lead?: ReactNode; children: ReactNode; footer?: ReactNode; wide?: boolean }

/** A page with a single form: sign-in, sign-up, a code. Used inside `PublicShell`. */
export function AuthCard({ title, lead, children, footer, wide }: Props) {
  return (
    <div className={`mx-auto grid w-full gap-5 py-8 ${wide ? 'max-w-3xl' : 'max-w-md'}`}>
      <header className="grid gap-1.5">
        <h1 className="text-3xl">{title}</h1>
        {lead && <p className="text-ink-2">{lead}</p>}
      </header>
      <div className="card p-6 shadow-card">{children}</div>
      {footer && <div className="text-center text-ink-2">{footer}</div>}
    </div>
  )
}

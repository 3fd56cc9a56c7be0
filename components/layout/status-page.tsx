import type { ReactNode } from 'react'
import { Logo } from '~/components/brand/logo'

type Props = { homeHref: string; title: ReactNode; children: ReactNode; actions: ReactNode }

/** A page instead of the requested one: explains what happened and what can be done. */
export function StatusPage({ homeHref, title, children, actions }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="on-night bg-night px-6 py-4 text-on-night">
        {/* A plain link: the page's own script may be what failed. */}
        <a href={homeHref}>
          <Logo />
        </a>
      </header>
      <main id="main" className="mx-auto grid w-full max-w-xl flex-1 content-center gap-3 px-6 py-16">
        <h1 className="text-3xl">{title}</h1>
        <div className="grid gap-2 text-ink-2">{children}</div>
        <div className="mt-3 flex flex-wrap gap-2.5">{actions}</div>
      </main>
    </div>
  )
}
